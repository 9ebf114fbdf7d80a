"use client";
import { Download, GitCompareArrows, RotateCcw, Trash2 } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { csvBlob, download } from "@/components/charts/export-chart";
import { useCan } from "@/components/shell/workspace-context";
import { countSelected, NOTHING_SELECTED } from "@/components/tables/row-selection";
import { SelectionBar } from "@/components/tables/selection-bar";
import { Button } from "@/components/ui/button";
import { toast } from "@/components/ui/toast";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { deleteRunsAction, restoreRunsAction } from "@/lib/runs/actions/lifecycle";
import { hasValues } from "@/lib/runs/search-params/columns";
import { runsToCsv } from "./prepare-csv";
import type { RunTable } from "./use-run-table";
import { collectUuids, readRows } from "./use-selected-runs";

const MOST_COMPARED = 50;
/** An action takes this many runs at once. */
const BATCH = 500;

type RunsAction = typeof deleteRunsAction;

/** Deleting and restoring what is selected, each with a way back. */
function useRunCommands(table: RunTable) {
  const { workspace, select, reload, recount } = table;
  const refresh = async () => {
    await reload();
    await recount();
  };
  const inBatches = async (action: RunsAction, uuids: readonly string[]): Promise<boolean> => {
    for (let start = 0; start < uuids.length; start += BATCH) {
      const result = await action({ workspace, uuids: uuids.slice(start, start + BATCH) });
      if (result.ok) continue;
      toast(result.error.message, { tone: "danger" });
      return false;
    }
    return true;
  };
  const change = async (action: RunsAction, back: RunsAction, done: string) => {
    const uuids = await collectUuids(table);
    const isDone = await inBatches(action, uuids);
    select(NOTHING_SELECTED);
    await refresh();
    if (!isDone) return;
    const undo = async () => {
      await inBatches(back, uuids);
      await refresh();
    };
    toast(`${done} ${formatPlural(uuids.length, "run")}`, { undo });
  };
  return {
    remove: () => change(deleteRunsAction, restoreRunsAction, "Deleted"),
    restore: () => change(restoreRunsAction, deleteRunsAction, "Restored"),
  };
}

/** What can be done with the selected runs. */
export function RunSelectionBar({ table }: { table: RunTable }) {
  const { workspace, selection, select, counts, state, experiment, columns } = table;
  const router = useRouter();
  const mayWrite = useCan("run:write");
  const [isBusy, setIsBusy] = useState(false);
  const count = countSelected(selection, counts.matching.count);
  const commands = useRunCommands(table);
  const during = async (work: () => Promise<void>) => {
    setIsBusy(true);
    try {
      await work();
    } finally {
      setIsBusy(false);
    }
  };
  const compare = async () => {
    const uuids = await collectUuids(table);
    router.push(routes.compare(workspace, uuids.slice(0, MOST_COMPARED)));
  };
  const downloadCsv = async () => {
    const rows = await readRows(table, await collectUuids(table));
    const text = runsToCsv(rows, columns.filter(hasValues));
    download(csvBlob(text), `${experiment.name}.csv`);
  };
  useHotkeys("Runs", [
    { keys: "shift+c", label: "Compare the selected runs", run: () => void compare() },
  ]);
  return (
    <SelectionBar count={count} noun="run" onClear={() => select(NOTHING_SELECTED)}>
      <Button size="sm" variant="primary" disabled={count < 2} onClick={() => void compare()}>
        <GitCompareArrows aria-hidden="true" />
        Compare
      </Button>
      <Button size="sm" loading={isBusy} onClick={() => void during(downloadCsv)}>
        <Download aria-hidden="true" />
        CSV
      </Button>
      {mayWrite && state.view === "active" ? (
        <Button size="sm" disabled={isBusy} onClick={() => void during(commands.remove)}>
          <Trash2 aria-hidden="true" />
          Delete
        </Button>
      ) : null}
      {mayWrite && state.view === "deleted" ? (
        <Button size="sm" disabled={isBusy} onClick={() => void during(commands.restore)}>
          <RotateCcw aria-hidden="true" />
          Restore
        </Button>
      ) : null}
    </SelectionBar>
  );
}
