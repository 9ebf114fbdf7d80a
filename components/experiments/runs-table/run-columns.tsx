import { ChartSpline, SlidersHorizontal, Tag } from "lucide-react";
import { DeltaMark } from "@/components/runs/compare/compare-cells";
import { deltaOf } from "@/components/runs/compare/prepare-comparison";
import { RunDuration } from "@/components/runs/run-duration";
import { missingCell } from "@/components/tables/cell-kinds";
import { CellTime } from "@/components/tables/cell-time";
import type { GridColumn } from "@/components/tables/grid-column";
import { shortId } from "@/lib/core/format";
import type { RunCell } from "@/lib/runs/dto/table";
import { betterDirection } from "@/lib/runs/rules";
import {
  type ColumnId,
  columnId,
  type DisplayField,
  type ParsedColumn,
  parseColumnId,
} from "@/lib/runs/search-params/columns";
import { type NumberFormat, writeNumber } from "@/lib/runs/search-params/number-formats";
import { toRunOrder } from "@/lib/runs/search-params/table";
import { type NameCellActions, RunNameCell } from "./run-name-cell";
import { RunState } from "./run-state";
import type { TableRun } from "./run-store";

type Column = GridColumn<TableRun>;

export const NAME_COLUMN: ColumnId = columnId({ kind: "attribute", key: "run_name" });

type Look = Pick<Column, "label" | "width" | "render" | "text" | "titleOf">;

const orNull = (text: string): string | null => (text === "" ? null : text);

function models({ run }: TableRun): string | null {
  const parts = [
    run.loggedModelCount > 0 ? `${run.loggedModelCount} logged` : "",
    run.registeredVersionCount > 0 ? `${run.registeredVersionCount} registered` : "",
  ].filter(Boolean);
  return orNull(parts.join(", "));
}

export const ATTRIBUTES: Readonly<Record<DisplayField, Look>> = {
  run_name: { label: "Run", width: 260, text: ({ run }) => run.name },
  run_id: {
    label: "Run id",
    width: 120,
    render: ({ run }) => <span className="font-mono">{shortId(run.uuid)}</span>,
    titleOf: ({ run }) => run.uuid,
  },
  status: {
    label: "Status",
    width: 120,
    render: ({ run }) => (
      <RunState status={run.status} lastActivityAt={run.lastActivityAt} hasLabel={true} />
    ),
  },
  start_time: {
    label: "Started",
    width: 112,
    render: ({ run }) => <CellTime at={run.startTime} />,
  },
  end_time: { label: "Ended", width: 112, render: ({ run }) => <CellTime at={run.endTime} /> },
  duration: { label: "Duration", width: 96, render: ({ run }) => <RunDuration {...run} /> },
  user_id: { label: "User", width: 120, text: ({ run }) => orNull(run.userId) },
  created_by: {
    label: "Created by",
    width: 168,
    text: ({ run }) => orNull(run.createdBy || run.userId),
  },
  datasets: {
    label: "Datasets",
    width: 180,
    text: ({ run }) => orNull(run.datasets.map(({ name }) => name).join(", ")),
  },
  source: { label: "Source", width: 160, text: ({ run }) => orNull(run.sourceName) },
  git_commit: {
    label: "Git commit",
    width: 104,
    render: ({ run }) =>
      run.gitCommit === "" ? (
        missingCell
      ) : (
        <span className="font-mono">{shortId(run.gitCommit)}</span>
      ),
    titleOf: ({ run }) => run.gitCommit,
  },
  models: { label: "Models", width: 144, text: models },
  last_activity: {
    label: "Last activity",
    width: 112,
    render: ({ run }) => <CellTime at={run.lastActivityAt} />,
  },
};

const SHOWN_CHARACTERS = 300;
const TOLD_CHARACTERS = 500;

const isValue = (cell: RunCell | undefined): cell is NonNullable<RunCell> =>
  cell !== undefined && cell !== null;

function textCell(cell: RunCell | undefined): string | null | undefined {
  return isValue(cell) ? String(cell).slice(0, SHOWN_CHARACTERS) : cell;
}

function numberCell(
  cell: RunCell | undefined,
  format: NumberFormat | null,
): string | null | undefined {
  return isValue(cell) ? writeNumber(Number(cell), format) : cell;
}

/** Room for how a value differs from the baseline's. */
const DELTA_WIDTH = 92;

interface MetricLook {
  format: NumberFormat | null;
  baseline: TableRun | null;
}

/** How a metric is drawn: the number alone, or beside how it differs from the baseline's. */
function metricLook(
  id: ColumnId,
  key: string,
  { format, baseline }: MetricLook,
): Pick<Column, "text" | "render"> {
  const reference = baseline?.cells[id];
  if (!baseline || !isValue(reference))
    return { text: ({ cells }) => numberCell(cells[id], format) };
  const direction = betterDirection(key);
  return {
    render: ({ run, cells }) => {
      const cell = cells[id];
      if (!isValue(cell)) return cell === null ? missingCell : undefined;
      const isBaseline = run.uuid === baseline.run.uuid;
      const delta = isBaseline ? null : deltaOf(Number(cell), Number(reference), direction);
      return (
        <span className="flex h-full items-center justify-end gap-1.5 leading-5">
          {delta ? <DeltaMark delta={delta} /> : null}
          {numberCell(cell, format)}
        </span>
      );
    },
  };
}

function cellTitle(cell: RunCell | undefined): string | undefined {
  return cell === undefined || cell === null ? undefined : String(cell).slice(0, TOLD_CHARACTERS);
}

const MARKS = {
  metric: <ChartSpline aria-label="Metric" className="size-3 shrink-0 text-subtle" />,
  param: <SlidersHorizontal aria-label="Parameter" className="size-3 shrink-0 text-subtle" />,
  tag: <Tag aria-label="Tag" className="size-3 shrink-0 text-subtle" />,
} as const;

const BADGE = "rounded-xs bg-active px-1 text-2xs text-muted";

const MOST_WIDTH = 220;

/** As wide as its name, within reason: names that are cut are told apart by nothing. */
const fitted = (name: string, least: number) =>
  Math.min(Math.max(least, Math.ceil(60 + name.length * 6.6)), MOST_WIDTH);

export interface ColumnLooks {
  formats: ReadonlyMap<ColumnId, NumberFormat>;
  /** The run that the others are compared with, as far as it has been read. */
  baseline: TableRun | null;
}

function valueColumn(
  id: ColumnId,
  column: Exclude<ParsedColumn, { kind: "attribute" }>,
  { formats, baseline }: ColumnLooks,
): Column {
  const isMetric = column.kind === "metric";
  const aggregate = isMetric && column.aggregate !== "last" ? column.aggregate : null;
  const width = fitted(column.key, isMetric ? 112 : 128);
  return {
    id,
    label: column.key,
    width: isMetric && baseline ? Math.max(width, 112 + DELTA_WIDTH) : width,
    isSortable: true,
    align: isMetric ? "end" : "start",
    mark: MARKS[column.kind],
    ...(aggregate ? { badge: <span className={BADGE}>{aggregate}</span> } : {}),
    ...(isMetric
      ? metricLook(id, column.key, { format: formats.get(id) ?? null, baseline })
      : { text: ({ cells }: TableRun) => textCell(cells[id]) }),
    titleOf: ({ cells }) => cellTitle(cells[id]),
  };
}

function attributeColumn(id: ColumnId, key: DisplayField): Column {
  const isSortable = toRunOrder({ columnId: id, isAscending: true }) !== null;
  return { id, isSortable, ...ATTRIBUTES[key] };
}

/** The grid's columns for a choice of names. Names that mean nothing are left out. */
export function runColumns(
  ids: readonly ColumnId[],
  actions: NameCellActions,
  looks: ColumnLooks,
): readonly Column[] {
  const name: Column = {
    id: NAME_COLUMN,
    label: ATTRIBUTES.run_name.label,
    width: ATTRIBUTES.run_name.width,
    minWidth: 140,
    isFixed: true,
    isSortable: true,
    render: (row) => <RunNameCell row={row} actions={actions} />,
  };
  const others = ids.flatMap((id): Column[] => {
    const column = parseColumnId(id);
    if (!column || id === NAME_COLUMN) return [];
    return [
      column.kind === "attribute"
        ? attributeColumn(id, column.key)
        : valueColumn(id, column, looks),
    ];
  });
  return [name, ...others];
}
