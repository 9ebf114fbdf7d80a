"use client";
import {
  ChartSpline,
  Download,
  GitCompareArrows,
  RotateCcw,
  Tag as TagIcon,
  Trash2,
} from "lucide-react";
import { useRouter } from "next/navigation";
import { useCan } from "@/components/shell/workspace-context";
import { countSelected, NOTHING_SELECTED } from "@/components/tables/row-selection";
import { SelectionBar } from "@/components/tables/selection-bar";
import { Button } from "@/components/ui/button";
import { LinkButton } from "@/components/ui/link-button";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { MAX_COMPARED_RUNS } from "@/lib/runs/rules";
import type { TaggedRuns } from "./run-tags-dialog";
import type { RunCommands } from "./use-run-commands";
import type { RunTable } from "./use-run-table";

interface RunSelectionBarProps {
  table: RunTable;
  commands: RunCommands;
  onTag: (runs: TaggedRuns) => void;
}

function Changes({ table, commands, onTag }: RunSelectionBarProps) {
  const mayWrite = useCan("run:write");
  const count = countSelected(table.selection, table.counts.matching.count);
  const mayTag = mayWrite && count > 0 && table.state.view === "active";
  const tag = async () => {
    const selected = await commands.collect();
    onTag({ ...selected, title: formatPlural(selected.uuids.length, "run") });
  };
  useHotkeys(
    "Runs",
    [{ keys: "t", label: "Tag the selected runs", run: () => void tag() }],
    mayTag,
  );
  if (!mayWrite) return null;
  if (table.state.view === "deleted")
    return (
      <Button size="sm" loading={commands.isBusy} onClick={() => void commands.restoreSelected()}>
        <RotateCcw aria-hidden="true" />
        Restore
      </Button>
    );
  return (
    <>
      <Button size="sm" disabled={commands.isBusy} onClick={() => void tag()}>
        <TagIcon aria-hidden="true" />
        Tag
      </Button>
      <Button size="sm" loading={commands.isBusy} onClick={() => void commands.removeSelected()}>
        <Trash2 aria-hidden="true" />
        Delete
      </Button>
    </>
  );
}

/** Floats over the table while runs are selected. */
export function RunSelectionBar({ table, commands, onTag }: RunSelectionBarProps) {
  const { workspace, selection, select, counts, state, setState, chosenRuns } = table;
  const router = useRouter();
  const count = countSelected(selection, counts.matching.count);
  const { baseline } = state;
  // The first one is what a comparison compares with.
  const compared =
    baseline === null ? chosenRuns : [baseline, ...chosenRuns.filter((uuid) => uuid !== baseline)];
  const compareUrl = routes.compare(workspace, compared.slice(0, MAX_COMPARED_RUNS));
  useHotkeys(
    "Runs",
    [{ keys: "shift+c", label: "Compare the selected runs", run: () => router.push(compareUrl) }],
    count > 1,
  );
  return (
    <SelectionBar count={count} noun="run" onClear={() => select(NOTHING_SELECTED)}>
      {count > 1 ? (
        <LinkButton size="sm" variant="primary" href={compareUrl}>
          <GitCompareArrows aria-hidden="true" />
          {count > MAX_COMPARED_RUNS ? `Compare the first ${MAX_COMPARED_RUNS}` : "Compare"}
        </LinkButton>
      ) : null}
      {state.pane === "table" ? (
        <Button size="sm" onClick={() => void setState({ pane: "charts" })}>
          <ChartSpline aria-hidden="true" />
          Charts
        </Button>
      ) : null}
      <Button size="sm" disabled={commands.isBusy} onClick={() => void commands.downloadSelected()}>
        <Download aria-hidden="true" />
        CSV
      </Button>
      <Changes table={table} commands={commands} onTag={onTag} />
    </SelectionBar>
  );
}
