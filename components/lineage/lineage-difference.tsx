"use client";
import { useQuery } from "@tanstack/react-query";
import {
  ArrowLeftRight,
  CircleMinus,
  CirclePlus,
  GitCompareArrows,
  type LucideIcon,
  Replace,
} from "lucide-react";
import type { ReactNode } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge, type Tone } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Link } from "@/components/ui/link";
import { SkeletonLines } from "@/components/ui/skeleton";
import { formatPlural } from "@/lib/core/format";
import type { LineageChangeDto, LineageDifferenceDto, LineageNodeDto } from "@/lib/lineage/dto";
import { lineageDifferenceOptions } from "@/lib/lineage/query-options";
import type { Change } from "@/lib/lineage/rules/difference";
import { KIND_LOOKS } from "./node-looks";
import { NodePicker } from "./node-picker";
import { toPage } from "./page-route";
import type { LineageViewState } from "./use-lineage-view";

interface LineageDifferenceProps {
  node: string;
  focus: LineageNodeDto | undefined;
  state: LineageViewState;
}

const CHANGES: Readonly<Record<Change, { label: string; tone: Tone; Icon: LucideIcon }>> = {
  changed: { label: "Changed", tone: "info", Icon: Replace },
  removed: { label: "Removed", tone: "danger", Icon: CircleMinus },
  added: { label: "Added", tone: "success", Icon: CirclePlus },
};

/** What the node in focus was made of and another of its kind was not. */
export function LineageDifference({ node, focus, state }: LineageDifferenceProps) {
  const { view, setView } = state;
  const kind = focus?.kind ?? null;
  const noun = kind === null ? "node" : KIND_LOOKS[kind].label.toLowerCase();
  const picker = (chosen: string) => (
    <NodePicker
      label={`Compare with another ${noun}`}
      className="w-full sm:w-72"
      chosen={chosen}
      only={(other) => other.id !== node && (kind === null || other.kind === kind)}
      onPick={({ id }) => void setView({ other: id })}
    />
  );
  if (view.other === null)
    return (
      <div className="min-h-0 grow overflow-y-auto">
        <EmptyState
          icon={<GitCompareArrows />}
          title={`Compare ${focus?.title ?? node} with another ${noun}`}
          action={picker(`Choose a ${noun}…`)}
        >
          What one was made of and the other was not: data, runs, models, at whatever distance.
        </EmptyState>
      </div>
    );
  return <Compared node={node} other={view.other} state={state} picker={picker} />;
}

interface ComparedProps {
  node: string;
  other: string;
  state: LineageViewState;
  picker: (chosen: string) => ReactNode;
}

function Compared({ node, other, state, picker }: ComparedProps) {
  const { slug } = useWorkspace();
  const { view, setView } = state;
  const query = useQuery(
    lineageDifferenceOptions(slug, { before: other, after: node, asOf: view.asOf }),
  );
  const { data, error } = query;
  return (
    <div className="min-h-0 grow overflow-y-auto">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-6">
        <span className="flex w-full items-center gap-2 sm:w-auto">
          <span className="shrink-0 text-muted text-sm">Before</span>
          {picker(data?.before.title ?? other)}
        </span>
        <Button onClick={() => void setView({ focus: other, other: node }, { history: "push" })}>
          <ArrowLeftRight aria-hidden="true" />
          Swap
        </Button>
        {data ? (
          <p role="status" className="text-muted text-sm">
            {summary(data)}
          </p>
        ) : null}
      </div>
      {error ? (
        <ErrorState
          title="They could not be compared"
          action={<Button onClick={() => void setView({ other: null })}>Choose another</Button>}
        >
          {error.message}
        </ErrorState>
      ) : null}
      {data?.cutOff ? (
        <Callout tone="warning" className="mx-4 mb-3 sm:mx-6">
          One of them was made of more than is compared: the list is not complete.
        </Callout>
      ) : null}
      {data ? <Changes difference={data} /> : null}
      {query.isPending ? (
        <SkeletonLines lines={6} label="Comparing" className="px-4 sm:px-6" />
      ) : null}
    </div>
  );
}

const summary = ({ before, after, changes, same }: LineageDifferenceDto) =>
  `From ${before.title} to ${after.title}: ${formatPlural(changes.length, "difference")}, ${formatPlural(same, "origin")} the same.`;

function Changes({ difference: { changes, before, after } }: { difference: LineageDifferenceDto }) {
  if (changes.length === 0)
    return (
      <EmptyState icon={<GitCompareArrows />} title="Made of the same">
        Nothing that is known of their origin differs.
      </EmptyState>
    );
  return (
    <table className="w-full border-collapse text-left text-sm">
      <caption className="sr-only">
        What {before.title} and {after.title} were made of differently
      </caption>
      <thead className="border-y bg-sunken text-muted text-xs">
        <tr>
          {["Change", "Kind", before.title, after.title].map((label, index) => (
            <th
              // Both may have one name.
              key={`${index === 2 ? "before " : ""}${label}`}
              scope="col"
              className={`px-3 py-1.5 font-medium first:pl-4 sm:first:pl-6 ${index === 1 ? "max-sm:hidden" : ""}`}
            >
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {changes.map((change) => (
          <ChangeRow key={`${change.before?.id} ${change.after?.id}`} change={change} />
        ))}
      </tbody>
    </table>
  );
}

function ChangeRow({ change }: { change: LineageChangeDto }) {
  const { label, tone, Icon } = CHANGES[change.change];
  const kind = KIND_LOOKS[change.kind];
  return (
    <tr className="border-b">
      <td className="px-3 py-2 align-top first:pl-4 sm:first:pl-6">
        <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
          {label}
        </Badge>
      </td>
      <td className="whitespace-nowrap px-3 py-2 align-top text-muted max-sm:hidden">
        {kind.label}
      </td>
      <Side node={change.before} />
      <Side node={change.after} />
    </tr>
  );
}

function Side({ node }: { node: LineageNodeDto | null }) {
  if (!node) return <td className="px-3 py-2 align-top text-muted">None</td>;
  return (
    <td className="min-w-0 break-words px-3 py-2 align-top">
      {node.page === null ? (
        node.title
      ) : (
        <Link href={toPage(node.page)} className="font-medium hover:text-accent-fg hover:underline">
          {node.title}
        </Link>
      )}
      <span className="block text-muted text-xs">{node.subtitle}</span>
    </td>
  );
}
