"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { NOTHING_SELECTED } from "@/components/tables/row-selection";
import { csvBlob, download } from "@/components/ui/download";
import { toast } from "@/components/ui/toast";
import { formatPlural } from "@/lib/core/format";
import type { Result } from "@/lib/core/result";
import { editRunTagsAction } from "@/lib/runs/actions/annotations";
import { deleteRunsAction, restoreRunsAction } from "@/lib/runs/actions/lifecycle";
import { runTableKeys } from "@/lib/runs/query-options/table";
import type { RunTagChange } from "@/lib/runs/schema";
import { collectUuids, exportUrls, joinFiles, type SelectedUuids } from "./selected-runs";
import type { RunTable } from "./use-run-table";

/** An action takes this many runs at once. */
const BATCH = 500;

type Change = (uuids: string[]) => Promise<Result<void>>;

async function inBatches(uuids: readonly string[], change: Change): Promise<string | null> {
  for (let from = 0; from < uuids.length; from += BATCH) {
    const result = await change(uuids.slice(from, from + BATCH));
    if (!result.ok) return result.error.message;
  }
  return null;
}

/** What is said when more are selected than one change takes. */
const more = ({ isTruncated }: SelectedUuids) =>
  isTruncated ? "More match than are changed at once. Do it again for the rest." : undefined;

function tagMessage(count: number, key: string, value: string | null): string {
  const runs = formatPlural(count, "run");
  return value === null ? `Removed tag “${key}” from ${runs}` : `Tagged ${runs} with “${key}”`;
}

function useChanges(table: RunTable) {
  const { workspace, remove, recount, loader } = table;
  const queries = useQueryClient();
  const settle = async () => {
    await Promise.all([
      recount(),
      queries.invalidateQueries({ queryKey: [...runTableKeys.all(workspace), "children"] }),
    ]);
  };
  /** Takes runs off the list at once; they come back when it fails, or when it is undone. */
  const takeOff = async (selected: SelectedUuids, change: Change, undo: Change, done: string) => {
    const { uuids } = selected;
    const putBack = remove(new Set(uuids));
    const problem = await inBatches(uuids, change);
    if (problem) putBack();
    await settle();
    if (problem) {
      toast(problem, { tone: "danger" });
      return;
    }
    const takeBack = async () => {
      const failure = await inBatches(uuids, undo);
      if (failure) toast(failure, { tone: "danger" });
      else putBack();
      await settle();
    };
    toast(`${done} ${formatPlural(uuids.length, "run")}`, {
      undo: takeBack,
      description: more(selected),
    });
  };
  const deleting: Change = (uuids) => deleteRunsAction({ workspace, uuids });
  const restoring: Change = (uuids) => restoreRunsAction({ workspace, uuids });
  const writeTags = async (edits: readonly RunTagChange[]) => {
    const back: RunTagChange[] = [];
    let problem: string | null = null;
    for (let from = 0; from < edits.length && problem === null; from += BATCH) {
      const result = await editRunTagsAction({
        workspace,
        changes: edits.slice(from, from + BATCH),
      });
      if (result.ok) back.unshift(...result.data);
      else problem = result.error.message;
    }
    const read = (name: string) =>
      queries.invalidateQueries({ queryKey: [...runTableKeys.all(workspace), name] });
    await loader.reread([...new Set(edits.map(({ runUuid }) => runUuid))]);
    await Promise.all([read("tags"), read("columns")]);
    return { back, problem };
  };
  const tag = async (selected: SelectedUuids, key: string, value: string | null) => {
    const edits = selected.uuids.map((runUuid) => ({ runUuid, key, value }));
    const { back, problem } = await writeTags(edits);
    if (back.length > 0)
      toast(tagMessage(back.length, key, value), {
        description: more(selected),
        undo: async () => {
          const undone = await writeTags(back);
          if (undone.problem) toast(undone.problem, { tone: "danger" });
        },
      });
    return problem;
  };
  return {
    tag,
    remove: (selected: SelectedUuids) => takeOff(selected, deleting, restoring, "Deleted"),
    restore: (selected: SelectedUuids) => takeOff(selected, restoring, deleting, "Restored"),
  };
}

/** What can be done with the selected runs. */
export function useRunCommands(table: RunTable) {
  const { workspace, listing, selection, select, experiment, columns } = table;
  const [isBusy, setIsBusy] = useState(false);
  const changes = useChanges(table);
  const during = async <Answer>(work: () => Promise<Answer>): Promise<Answer | null> => {
    setIsBusy(true);
    try {
      return await work();
    } catch (error) {
      toast(error instanceof Error ? error.message : "That did not work.", { tone: "danger" });
      return null;
    } finally {
      setIsBusy(false);
    }
  };
  const collect = () => collectUuids(workspace, listing, selection);
  const change = (work: (selected: SelectedUuids) => Promise<void>) =>
    during(async () => {
      await work(await collect());
      select(NOTHING_SELECTED);
    });
  return {
    isBusy,
    collect,
    removeSelected: () => change(changes.remove),
    restoreSelected: () => change(changes.restore),
    removeOne: (uuid: string) =>
      during(() => changes.remove({ uuids: [uuid], isTruncated: false })),
    restoreOne: (uuid: string) =>
      during(() => changes.restore({ uuids: [uuid], isTruncated: false })),
    /** Sets a tag of these runs, or removes it. Answers why it did not work, for the dialog to show. */
    editTag: (selected: SelectedUuids, key: string, value: string | null) =>
      during(() => changes.tag(selected, key, value)),
    downloadSelected: () =>
      during(async () => {
        const urls = exportUrls(workspace, listing, columns, selection);
        const texts: string[] = [];
        for (const url of urls) texts.push(await readFile(url));
        download(csvBlob(joinFiles(texts)), `${experiment.name}.csv`);
      }),
  };
}

async function readFile(url: string): Promise<string> {
  const response = await fetch(url);
  if (!response.ok) throw new Error("The file could not be read. Try again in a moment.");
  return response.text();
}

export type RunCommands = ReturnType<typeof useRunCommands>;
