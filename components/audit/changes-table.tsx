import { diffWordsWithSpace } from "diff";
import { Equal, Minus, Pencil, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";
import type { Change } from "@/lib/audit/changes";
import { formatPlural } from "@/lib/core/format";

const KINDS = {
  added: { label: "added", Icon: Plus, tone: "text-success-fg" },
  removed: { label: "removed", Icon: Minus, tone: "text-danger-fg" },
  changed: { label: "changed", Icon: Pencil, tone: "text-warning-fg" },
  same: { label: "unchanged", Icon: Equal, tone: "text-subtle" },
} as const;

/** Longer texts are shown whole: their words are not compared. */
const COMPARED_CHARS = 4_000;

interface Part {
  key: string;
  text: string;
  isOwn: boolean;
}

/** What of a text is only on its own side, and what both sides share. */
function partsOf({ before, after }: Change, side: "before" | "after"): Part[] {
  const [old, next] = [before ?? "", after ?? ""];
  let at = 0;
  return diffWordsWithSpace(old, next).flatMap(({ value, added, removed }) => {
    if (side === "before" ? added : removed) return [];
    const part = { key: `${at}`, text: value, isOwn: added || removed };
    at += value.length;
    return [part];
  });
}

function Value({ change, side }: { change: Change; side: "before" | "after" }) {
  const text = change[side];
  if (text === null) return <span className="text-subtle">nothing</span>;
  if (text === "") return <span className="text-subtle">empty</span>;
  const isCompared = change.kind === "changed" && text.length <= COMPARED_CHARS;
  const Mark = side === "before" ? "del" : "ins";
  const tone = side === "before" ? "bg-danger-bg text-danger-fg" : "bg-success-bg text-success-fg";
  return (
    <span className="whitespace-pre-wrap break-words font-mono text-xs leading-5">
      {isCompared
        ? partsOf(change, side).map(({ key, text: words, isOwn }) =>
            isOwn ? (
              <Mark key={key} className={cn("rounded-xs no-underline", tone)}>
                {words}
              </Mark>
            ) : (
              words
            ),
          )
        : text}
    </span>
  );
}

function Heading({ children }: { children: ReactNode }) {
  return (
    <th scope="col" className="px-3 py-1.5 text-left font-medium text-muted text-xs">
      {children}
    </th>
  );
}

function Row({ change }: { change: Change }) {
  const { label, Icon, tone } = KINDS[change.kind];
  return (
    <tr className="border-t align-top max-sm:grid max-sm:gap-1 max-sm:px-3 max-sm:py-2">
      <th scope="row" className="px-3 py-2 text-left font-normal text-sm max-sm:p-0">
        <span className="break-words font-medium">{change.field}</span>
        <span className={cn("flex items-center gap-1 text-xs", tone)}>
          <Icon aria-hidden="true" className="size-3 shrink-0" />
          {label}
        </span>
      </th>
      {(["before", "after"] as const).map((side) => (
        <td key={side} className="min-w-0 px-3 py-2 max-sm:p-0">
          <span aria-hidden="true" className="mr-2 text-muted text-xs sm:hidden">
            {side === "before" ? "Before" : "After"}
          </span>
          <Value change={change} side={side} />
        </td>
      ))}
    </tr>
  );
}

/** Before and after, field by field, what differs first in sight. */
export function ChangesTable({ changes }: { changes: readonly Change[] }) {
  const differing = changes.filter(({ kind }) => kind !== "same");
  const same = changes.length - differing.length;
  if (changes.length === 0) return null;
  return (
    <div className="min-w-0 overflow-hidden rounded-md border bg-surface">
      <table className="w-full table-fixed max-sm:block">
        <caption className="sr-only">What was changed</caption>
        <thead className="max-sm:sr-only">
          <tr>
            <Heading>Field</Heading>
            <Heading>Before</Heading>
            <Heading>After</Heading>
          </tr>
        </thead>
        <tbody className="max-sm:grid">
          {differing.map((change) => (
            <Row key={change.field} change={change} />
          ))}
        </tbody>
      </table>
      {same > 0 ? (
        <p className="border-t px-3 py-1.5 text-muted text-xs">
          {formatPlural(same, "field")} stayed as {same === 1 ? "it was" : "they were"}.
        </p>
      ) : null}
    </div>
  );
}
