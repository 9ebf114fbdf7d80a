"use client";
import { Bookmark, ChevronRight } from "lucide-react";
import type { MouseEvent } from "react";
import { cn } from "@/components/ui/class-names";
import { formatCount } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { RunState } from "./run-state";
import type { TableRun } from "./run-store";

export interface NameCellActions {
  workspace: string;
  isNested: boolean;
  /** The run that the others are compared with. */
  baseline: string | null;
  levelOf: (uuid: string) => number;
  isExpanded: (uuid: string) => boolean;
  expand: (uuid: string, isExpanded: boolean) => void;
  /** A click on the link to a run. */
  follow: (event: MouseEvent, uuid: string) => void;
}

const INDENT = 18;

function Expander({ row, actions }: { row: TableRun; actions: NameCellActions }) {
  const { uuid, childCount } = row.run;
  if (!actions.isNested) return null;
  if (childCount === 0) return <span aria-hidden="true" className="w-5 shrink-0" />;
  const isExpanded = actions.isExpanded(uuid);
  return (
    <button
      type="button"
      tabIndex={-1}
      aria-expanded={isExpanded}
      aria-label={`${formatCount(childCount)} nested runs`}
      title={`${formatCount(childCount)} nested runs`}
      onClick={() => actions.expand(uuid, !isExpanded)}
      className="grid size-5 shrink-0 place-items-center rounded-sm text-subtle hover:bg-active hover:text-fg"
    >
      <ChevronRight
        aria-hidden="true"
        className={cn("size-3.5 transition-transform", isExpanded && "rotate-90")}
      />
    </button>
  );
}

/** State, line colour and name of a run; its children open below it. Every row has one: it is made of few elements. */
export function RunNameCell({ row, actions }: { row: TableRun; actions: NameCellActions }) {
  const { uuid, name, status, lastActivityAt, color, childCount } = row.run;
  const level = actions.levelOf(uuid);
  return (
    <span
      className="flex h-full items-center gap-1.5 leading-5"
      style={level > 1 ? { paddingLeft: (level - 1) * INDENT } : undefined}
    >
      <Expander row={row} actions={actions} />
      <RunState status={status} lastActivityAt={lastActivityAt} />
      <span
        aria-hidden="true"
        className="size-2.5 shrink-0 rounded-full"
        style={{ background: `var(--run-${color})` }}
      />
      <a
        href={routes.run(actions.workspace, uuid)}
        tabIndex={-1}
        onClick={(event) => actions.follow(event, uuid)}
        className="min-w-0 truncate font-medium text-fg hover:text-accent-fg hover:underline"
      >
        {name}
      </a>
      {uuid === actions.baseline ? (
        <Bookmark role="img" aria-label="Baseline" className="size-3.5 shrink-0 text-accent-fg" />
      ) : null}
      {childCount > 0 && actions.isNested ? (
        <span className="shrink-0 text-subtle text-xs">{formatCount(childCount)}</span>
      ) : null}
    </span>
  );
}
