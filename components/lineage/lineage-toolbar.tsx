"use client";
import { useTimeZone } from "@/components/runs/use-time-zone";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { LineageNodeDto } from "@/lib/lineage/dto";
import { DIRECTIONS, type Direction } from "@/lib/lineage/rules/nodes";
import { WALK_LIMITS } from "@/lib/lineage/rules/walk";
import { AsOfPicker } from "./as-of-picker";
import { KIND_LOOKS } from "./node-looks";
import { NodePicker } from "./node-picker";
import type { LineageViewState } from "./use-lineage-view";

const DEPTHS = [1, 2, 3, 4, 6, 10, WALK_LIMITS.depth];

interface LineageToolbarProps {
  state: LineageViewState;
  focus: LineageNodeDto | undefined;
  isLoading: boolean;
}

/** What is looked at: the node in the middle, how far around it, and when. */
export function LineageToolbar({ state, focus, isLoading }: LineageToolbarProps) {
  const { view, setView, focusOn } = state;
  const timeZone = useTimeZone();
  const isPicture = view.view === null || view.view === "graph" || view.view === "table";
  const depths = [...new Set([...DEPTHS, view.depth])].sort((a, b) => a - b);
  return (
    <div className="flex shrink-0 flex-wrap items-center gap-2 border-b px-4 py-2 sm:px-6">
      <NodePicker
        label="Find a node"
        hotkey="/"
        className="w-full sm:w-76"
        chosen={
          focus ? (
            <>
              <span className="text-muted">{KIND_LOOKS[focus.kind].label}</span> {focus.title}
            </>
          ) : (
            (view.focus ?? "Find a dataset, run or model…")
          )
        }
        onPick={({ id }) => focusOn(id)}
      />
      {isPicture ? (
        <>
          <ToggleGroup<Direction | "both">
            label="Direction"
            value={view.direction ?? "both"}
            onChange={(direction) =>
              void setView({ direction: DIRECTIONS.find((one) => one === direction) ?? null })
            }
            options={[
              { value: "upstream", label: "Upstream" },
              { value: "both", label: "Both" },
              { value: "downstream", label: "Downstream" },
            ]}
          />
          <Select
            label="Depth"
            className="w-28"
            value={String(view.depth)}
            options={depths.map((depth) => ({
              value: String(depth),
              label: depth === 1 ? "1 level" : `${depth} levels`,
            }))}
            onChange={(depth) => void setView({ depth: Number(depth) })}
          />
          <ToggleGroup
            label="Versions"
            value={view.mode}
            onChange={(mode) => void setView({ mode })}
            options={[
              { value: "versions", label: "Every version" },
              { value: "latest", label: "Latest and in use" },
            ]}
          />
        </>
      ) : null}
      <AsOfPicker
        value={view.asOf}
        timeZone={timeZone}
        onChange={(asOf) => void setView({ asOf })}
      />
      {isLoading ? <Spinner className="text-subtle" label="Reading the graph" /> : null}
    </div>
  );
}
