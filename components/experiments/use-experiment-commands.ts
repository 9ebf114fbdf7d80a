"use client";
import { useQueryClient } from "@tanstack/react-query";
import { useWorkspace } from "@/components/shell/workspace-context";
import { toast } from "@/components/ui/toast";
import { formatPlural } from "@/lib/core/format";
import type { Result } from "@/lib/core/result";
import { deleteExperimentsAction, restoreExperimentsAction } from "@/lib/experiments/actions";
import { experimentKeys } from "@/lib/experiments/query-options";

interface Named {
  id: number;
  name: string;
}

const titleOf = (experiments: readonly Named[]) =>
  experiments.length === 1 && experiments[0]
    ? `“${experiments[0].name}”`
    : formatPlural(experiments.length, "experiment");

/** Deleting and restoring from a list, each with a way back. */
export function useExperimentCommands() {
  const { slug } = useWorkspace();
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: experimentKeys.lists(slug) });

  const report = async (result: Result<void>, done: string, undo?: () => Promise<void>) => {
    await refresh();
    if (!result.ok) toast(result.error.message, { tone: "danger" });
    else toast(done, undo ? { undo } : { tone: "success" });
  };
  const inputOf = (experiments: readonly Named[]) => ({
    workspace: slug,
    ids: experiments.map(({ id }) => id),
  });
  const restore = async (experiments: readonly Named[]): Promise<void> => {
    const result = await restoreExperimentsAction(inputOf(experiments));
    await report(result, `Restored ${titleOf(experiments)} and its runs`);
  };
  const remove = async (experiments: readonly Named[]): Promise<void> => {
    const result = await deleteExperimentsAction(inputOf(experiments));
    await report(result, `Deleted ${titleOf(experiments)}`, () => restore(experiments));
  };
  return { remove, restore, refresh };
}
