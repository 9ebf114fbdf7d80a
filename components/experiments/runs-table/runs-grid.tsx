"use client";
import { PanelRightOpen } from "lucide-react";
import { useRouter } from "next/navigation";
import { type MouseEvent, useMemo } from "react";
import { DataGrid } from "@/components/tables/data-grid";
import { cellButtonStyles } from "@/components/tables/grid-cell-actions";
import { countSelected } from "@/components/tables/row-selection";
import { useLatest } from "@/components/tables/use-latest";
import { routes } from "@/lib/core/routes";
import { isListNested } from "@/lib/runs/search-params/listing";
import { RunCellMenu } from "./run-cell-menu";
import { RunColumnMenu } from "./run-column-menu";
import { NAME_COLUMN, runColumns } from "./run-columns";
import type { TableRun } from "./run-store";
import type { TaggedRuns } from "./run-tags-dialog";
import { useRowAt, useRowOf } from "./use-rows";
import type { RunCommands } from "./use-run-commands";
import type { RunTable } from "./use-run-table";

const idOf = ({ run }: TableRun) => run.uuid;
const nameOf = ({ run }: TableRun) => run.name;

const isPlainClick = (event: MouseEvent) =>
  event.button === 0 && !event.metaKey && !event.ctrlKey && !event.shiftKey && !event.altKey;

function useColumns(table: RunTable) {
  const router = useRouter();
  const { workspace, columns, rows, expanded, setRowExpanded, state } = table;
  const latest = useLatest({ rows, expanded });
  const isNested = isListNested(state);
  const { formats, baseline } = state;
  const rowOf = useRowOf(table);
  const baselineRow = baseline === null ? null : (rowOf(baseline) ?? null);
  const looks = useMemo(
    () => ({
      formats: new Map(formats.map(({ id, format }) => [id, format])),
      baseline: baselineRow,
    }),
    [formats, baselineRow],
  );
  return useMemo(
    () =>
      runColumns(
        columns,
        {
          workspace,
          isNested,
          baseline,
          levelOf: (uuid) => latest.current.rows.levelOf(uuid),
          isExpanded: (uuid) => latest.current.expanded.includes(uuid),
          expand: setRowExpanded,
          follow: (event, uuid) => {
            if (!isPlainClick(event)) return;
            event.preventDefault();
            router.push(routes.run(workspace, uuid));
          },
        },
        looks,
      ),
    [columns, workspace, isNested, baseline, looks, latest, setRowExpanded, router],
  );
}

interface RunsGridProps {
  table: RunTable;
  commands: RunCommands;
  onTag: (runs: TaggedRuns) => void;
}

export function RunsGrid({ table, commands, onTag }: RunsGridProps) {
  const router = useRouter();
  const { workspace, state, setState, rows, expanded } = table;
  const peek = (uuid: string) => void setState({ peek: uuid === state.peek ? null : uuid });
  const columns = useColumns(table);
  const rowAt = useRowAt(table);
  const isNested = isListNested(state);
  const hrefOf = ({ run }: TableRun) => routes.run(workspace, run.uuid);
  return (
    <DataGrid
      label={`Runs of ${table.experiment.name}`}
      // The bar of the selection floats over the foot: the last rows can be scrolled clear of it.
      className={countSelected(table.selection, 1) > 0 ? "min-h-0 grow pb-14" : "min-h-0 grow"}
      columns={columns}
      arrangement={table.arrangement}
      onArrange={table.onArrange}
      sort={table.sort}
      onSort={table.setSort}
      onHide={table.hide}
      rowCount={table.rowCount}
      totalRows={Math.max(table.counts.matching.count, rows.length)}
      rowAt={rowAt}
      idOf={idOf}
      nameOf={nameOf}
      {...(isNested
        ? {
            levelOf: ({ run }: TableRun) => rows.levelOf(run.uuid),
            isExpandedOf: ({ run }: TableRun) =>
              run.childCount === 0 ? undefined : expanded.includes(run.uuid),
            onExpand: ({ run }: TableRun, isExpanded: boolean) =>
              table.setRowExpanded(run.uuid, isExpanded),
          }
        : {})}
      selection={table.selection}
      onSelect={table.select}
      peekedId={state.peek}
      onOpen={(row, isNewTab) => (isNewTab ? window.open(hrefOf(row)) : router.push(hrefOf(row)))}
      peekedIndex={table.peekedIndex}
      onPeek={({ run }) => peek(run.uuid)}
      onMark={({ run }) => table.setBaseline(run.uuid === state.baseline ? null : run.uuid)}
      renderColumnMenu={({ id }) => <RunColumnMenu id={id} table={table} />}
      renderCellMenu={(row, columnId) => (
        <RunCellMenu
          row={row}
          columnId={columnId}
          table={table}
          commands={commands}
          open={(opened) => router.push(hrefOf(opened))}
          peek={peek}
          tag={({ run }) => onTag({ uuids: [run.uuid], isTruncated: false, title: run.name })}
        />
      )}
      renderCellButtons={({ run }, columnId) =>
        columnId === NAME_COLUMN ? (
          <button
            type="button"
            tabIndex={-1}
            aria-label={`Peek at ${run.name}`}
            title="Peek (Space)"
            onClick={() => peek(run.uuid)}
            className={cellButtonStyles}
          >
            <PanelRightOpen aria-hidden="true" className="size-3.5" />
          </button>
        ) : null
      }
      onActivate={({ run }) => {
        if (state.peek !== null) void setState({ peek: run.uuid });
      }}
      onRange={table.onRange}
      isBusy={table.order.isPlaceholderData}
      resetKey={JSON.stringify(table.listing)}
    />
  );
}
