"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { FileDown, ShieldCheck } from "lucide-react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { buttonStyles } from "@/components/ui/button-styles";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { ErrorState } from "@/components/ui/error-state";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { SkeletonLines } from "@/components/ui/skeleton";
import { Switch } from "@/components/ui/switch";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { PHASE_WORDS, toneOfPhase } from "@/lib/deployments/rules/rollout-words";
import { ROLLOUT_PHASES } from "@/lib/deployments/schema/rollouts";
import type { LineageImpactDto, LineageImpactPageDto, LineageNodeDto } from "@/lib/lineage/dto";
import { impactQuery, lineageImpactOptions } from "@/lib/lineage/query-options";
import { toPage } from "./page-route";
import type { LineageViewState } from "./use-lineage-view";

interface LineageImpactProps {
  node: string;
  focus: LineageNodeDto | undefined;
  state: LineageViewState;
}

/** What moves traffic of them, watches them and was found; nothing while nothing does. */
function movesWords({ rollouts, rollbacks, monitors, incidents }: LineageImpactPageDto): string {
  const words = [
    ...(rollouts > 0 ? [`${formatPlural(rollouts, "rollout")} running`] : []),
    ...(rollbacks > 0 ? [formatPlural(rollbacks, "rollback")] : []),
    ...(monitors > 0 ? [formatPlural(monitors, "monitor")] : []),
    ...(incidents > 0 ? [`${formatPlural(incidents, "incident")} not resolved`] : []),
  ];
  return words.length === 0 ? "" : ` ${words.join(", ")}.`;
}

/** Every model version that was made of the node in focus, and what moves their traffic: what is in use first. */
export function LineageImpact({ node, focus, state }: LineageImpactProps) {
  const { slug } = useWorkspace();
  const { view, setView } = state;
  const asked = { node, asOf: view.asOf, inUse: view.isInUse };
  const query = useInfiniteQuery(lineageImpactOptions(slug, asked));
  const [first] = query.data?.pages ?? [];
  if (query.error)
    return (
      <ErrorState
        title="What it touches could not be read"
        action={<Button onClick={() => void query.refetch()}>Try again</Button>}
      >
        {query.error.message}
      </ErrorState>
    );
  if (!first) return <SkeletonLines lines={8} label="Reading what it touches" className="p-6" />;
  const items = query.data?.pages.flatMap((page) => page.items) ?? [];
  return (
    <div className="min-h-0 grow overflow-y-auto">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 px-4 py-3 sm:px-6">
        <p role="status" className="min-w-0 grow basis-64 text-sm">
          <strong className="font-semibold">{formatPlural(first.total, "model version")}</strong>
          {` made of ${focus?.title ?? node}; `}
          <strong className="font-semibold">{formatPlural(first.inUse, "version")}</strong>
          {view.asOf === null ? " in use now." : " in use then."}
          {movesWords(first)}
        </p>
        <Field inline label="Only in use">
          <Switch
            checked={view.isInUse}
            onCheckedChange={(isInUse) => void setView({ isInUse: isInUse || null })}
          />
        </Field>
        <span className="flex gap-2">
          {(["csv", "json"] as const).map((format) => (
            <a
              key={format}
              download
              href={routes.uiApi(slug, "lineage/impact/export", { ...impactQuery(asked), format })}
              className={buttonStyles({})}
            >
              <FileDown aria-hidden="true" />
              {format.toUpperCase()}
            </a>
          ))}
        </span>
      </div>
      {first.isCutOff ? (
        <Callout tone="warning" className="mx-4 mb-3 sm:mx-6">
          The graph goes on beyond what was searched: this list is not complete.
        </Callout>
      ) : null}
      {items.length === 0 ? (
        <EmptyState icon={<ShieldCheck />} title="Nothing is touched">
          {first.total > 0
            ? "Versions were made of it; none stands at an alias or a stage, and no rollout runs."
            : "Nothing that was registered was made of it, as far as is known here."}
        </EmptyState>
      ) : (
        <ImpactRows items={items} />
      )}
      {query.hasNextPage ? (
        <div className="p-4 text-center">
          <Button loading={query.isFetchingNextPage} onClick={() => void query.fetchNextPage()}>
            Show more
          </Button>
        </div>
      ) : null}
    </div>
  );
}

const KIND_LABELS = {
  rollout: "Rollout",
  rollback: "Rollback",
  monitor: "Monitor",
  incident: "Incident",
} as const;

function Name({ item }: { item: LineageImpactDto }) {
  const { kind, title, detail, state, page } = item;
  const phase = ROLLOUT_PHASES.find((one) => one === state);
  return (
    <>
      {kind === "model-version" ? null : (
        <span className="mr-2 text-muted">{KIND_LABELS[kind]}</span>
      )}
      {page === null ? (
        <span className="break-words font-medium">{title}</span>
      ) : (
        <Link
          href={toPage(page)}
          className="break-words font-medium hover:text-accent-fg hover:underline"
        >
          {title}
        </Link>
      )}
      {phase ? (
        <Badge tone={toneOfPhase(phase)} className="ml-2">
          {PHASE_WORDS[phase]}
        </Badge>
      ) : null}
      {detail === "" ? null : <span className="block break-words text-muted">{detail}</span>}
    </>
  );
}

function ImpactRows({ items }: { items: readonly LineageImpactDto[] }) {
  return (
    <table className="w-full border-collapse text-left text-sm">
      <caption className="sr-only">What was made of it, and what moves its traffic</caption>
      <thead className="border-y bg-sunken text-muted text-xs">
        <tr>
          {["Touched", "Stands at", "Owner", "Made"].map((label, index) => (
            <th
              key={label}
              scope="col"
              className={`px-3 py-1.5 font-medium first:pl-4 sm:first:pl-6 ${index > 1 ? "max-sm:hidden" : ""}`}
            >
              {label}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {items.map((item) => (
          <tr key={item.id} className="border-b">
            <th scope="row" className="px-3 py-2 font-normal first:pl-4 sm:first:pl-6">
              <Name item={item} />
              {item.isDeleted ? (
                <Badge tone="danger" className="ml-2">
                  Deleted
                </Badge>
              ) : null}
            </th>
            <td className="px-3 py-2">
              <span className="flex flex-wrap gap-1">
                {item.places.map((place) => (
                  <Badge key={place} tone="accent">
                    {place}
                  </Badge>
                ))}
                {item.places.length === 0 ? <span className="text-muted">Nowhere</span> : null}
              </span>
            </td>
            <td className="max-w-60 break-words px-3 py-2 text-muted max-sm:hidden">
              {item.owner}
            </td>
            <td className="px-3 py-2 text-muted max-sm:hidden">
              <RelativeTime at={item.createdAt} />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
