"use client";
import { useCan } from "@/components/shell/workspace-context";
import { toast } from "@/components/ui/toast";
import type { Result } from "@/lib/core/result";
import {
  deleteRunViewAction,
  saveRunViewAction,
  setDefaultRunViewAction,
} from "@/lib/runs/actions/views";
import type { RunViewDto } from "@/lib/runs/dto/views";
import { differingParts, printArrangement, stateOfView } from "@/lib/runs/search-params/views";
import type { RunTable } from "./use-run-table";

function complain(result: Result<unknown>): void {
  if (!result.ok) toast(result.error.message, { tone: "danger" });
}

/** The views of this table, which of them is open, and what can be done with it. */
export function useRunViews({ workspace, experiment, views, state, setState }: RunTable) {
  const maySave = useCan("view:write");
  const open = views.find(({ id }) => id === state.savedView) ?? null;
  const query = printArrangement(state);
  const write = (view: RunViewDto | null, as: Pick<RunViewDto, "name" | "isShared" | "query">) =>
    saveRunViewAction({
      workspace,
      experimentId: experiment.id,
      name: as.name,
      query: as.query,
      isShared: as.isShared,
      ...(view ? { id: view.id } : {}),
    });
  return {
    all: views,
    open,
    maySave,
    /** In what the table differs from the view that is open, in words. */
    changes: open ? differingParts(query, open.query) : [],
    show: (view: RunViewDto) => void setState({ ...stateOfView(view.query), savedView: view.id }),
    /** A new view is this table as it is; one that is there keeps what it says. */
    save: async (view: RunViewDto | null, as: Pick<RunViewDto, "name" | "isShared">) => {
      const result = await write(view, { ...as, query: view?.query ?? query });
      if (result.ok) void setState({ savedView: result.data.id });
      return result;
    },
    keepChanges: async (view: RunViewDto) => {
      const result = await write(view, { ...view, query });
      complain(result);
      if (result.ok)
        toast(`Saved “${view.name}”`, {
          undo: async () => complain(await write(view, view)),
        });
    },
    setDefault: async (view: RunViewDto, isDefault: boolean) =>
      complain(await setDefaultRunViewAction({ workspace, id: view.id, isDefault })),
    remove: async (view: RunViewDto) => {
      const result = await deleteRunViewAction({ workspace, id: view.id });
      complain(result);
      if (!result.ok) return;
      void setState({ savedView: null });
      toast(`Deleted the view “${view.name}”`, {
        undo: async () => {
          const back = await write(null, view);
          complain(back);
          if (back.ok) void setState({ savedView: back.data.id });
        },
      });
    },
  };
}

export type RunViews = ReturnType<typeof useRunViews>;
