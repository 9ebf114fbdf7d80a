"use client";
import { useMemo } from "react";
import { ChartsPane, MOST_PLOTTED } from "@/components/runs/charts-pane";
import type { ChartRun } from "@/components/runs/prepare-run-lines";
import { useRowOf } from "./use-rows";
import type { RunTable } from "./use-run-table";

/** Of runs that nobody chose, so many: enough to see how things go, few enough to tell them apart. */
const UNCHOSEN = 10;

/** The charts of the selected runs, or else of the first that are listed. */
export function RunsCharts({ table }: { table: RunTable }) {
  const { workspace, chosenRuns, columnList, counts } = table;
  const rowOf = useRowOf(table);
  const metricKeys = useMemo(
    () => columnList.flatMap(({ kind, key }) => (kind === "metric" ? [key] : [])),
    [columnList],
  );
  const isChosen = table.selection.mode === "all" || table.selection.ids.size > 0;
  const runs = chosenRuns
    .slice(0, isChosen ? MOST_PLOTTED : UNCHOSEN)
    .flatMap((uuid): ChartRun[] => {
      const row = rowOf(uuid);
      if (!row) return [];
      const { name, color, status } = row.run;
      return [{ uuid, name, color, isLive: status === "RUNNING" }];
    });
  return (
    <section aria-label="Charts" className="min-h-0 min-w-0 grow overflow-y-auto p-3 sm:p-4">
      <ChartsPane
        workspace={workspace}
        runs={runs}
        total={Math.max(
          chosenRuns.length,
          table.selection.mode === "all" ? counts.matching.count : 0,
        )}
        metricKeys={metricKeys}
      />
    </section>
  );
}
