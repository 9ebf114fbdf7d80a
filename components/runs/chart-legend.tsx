"use client";
import { Eye, EyeOff } from "lucide-react";
import { useChartFocus, useChartSync } from "@/components/charts/chart-sync";
import { LineSwatch } from "@/components/charts/line-swatch";
import { prepareDashes } from "@/components/charts/prepare-styles";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/core/routes";
import type { ChartRun } from "./prepare-run-lines";
import type { ChartViewControls } from "./use-chart-view";

interface ChartLegendProps {
  workspace: string;
  runs: readonly ChartRun[];
  controls: ChartViewControls;
  className?: string | undefined;
}

/** Which colour is which run; points at a run in every chart, hides it from them, leads to it. */
export function ChartLegend({ workspace, runs, controls, className }: ChartLegendProps) {
  const { view, showAll } = controls;
  const dashes = prepareDashes(runs.map(({ uuid, color }) => ({ id: uuid, color })));
  return (
    <div className={cn("flex flex-wrap items-center gap-x-1 gap-y-0.5", className)}>
      <ul aria-label="Plotted runs" className="contents">
        {runs.map((run) => (
          <LegendItem
            key={run.uuid}
            workspace={workspace}
            run={run}
            dash={dashes.get(run.uuid) ?? 0}
            isHidden={view.hidden.has(run.uuid)}
            controls={controls}
            all={runs}
          />
        ))}
      </ul>
      {view.hidden.size > 0 ? (
        <Button size="sm" variant="ghost" onClick={showAll}>
          Show all
        </Button>
      ) : null}
    </div>
  );
}

interface LegendItemProps {
  workspace: string;
  run: ChartRun;
  dash: number;
  isHidden: boolean;
  controls: ChartViewControls;
  all: readonly ChartRun[];
}

function LegendItem({ workspace, run, dash, isHidden, controls, all }: LegendItemProps) {
  const sync = useChartSync();
  const isFocused = useChartFocus() === run.uuid;
  const Icon = isHidden ? EyeOff : Eye;
  return (
    <li
      className={cn(
        "group/item flex h-6 max-w-60 items-center rounded-sm pr-1.5",
        isFocused && "bg-hover",
      )}
      onPointerEnter={() => sync.setFocus(run.uuid)}
      onPointerLeave={() => sync.setFocus(null)}
      onFocus={() => sync.setFocus(run.uuid)}
      onBlur={() => sync.setFocus(null)}
    >
      <button
        type="button"
        aria-pressed={!isHidden}
        aria-label={`Plot ${run.name}`}
        title="Hide or show. Alt-click shows this run alone."
        onClick={(event) => {
          if (!event.altKey) controls.toggleRun(run.uuid);
          else
            controls.showOnly(
              run.uuid,
              all.map(({ uuid }) => uuid),
            );
        }}
        className="relative grid h-6 w-8 shrink-0 place-items-center rounded-sm"
      >
        <LineSwatch
          color={run.color}
          dash={dash}
          className={cn("group-hover/item:opacity-0", isHidden && "opacity-0")}
        />
        <Icon
          aria-hidden="true"
          className={cn(
            "absolute size-3.5 text-muted opacity-0 group-hover/item:opacity-100",
            isHidden && "opacity-100",
          )}
        />
      </button>
      <Link
        href={routes.run(workspace, run.uuid)}
        className={cn(
          "min-w-0 truncate rounded-xs text-xs hover:underline",
          isHidden ? "text-subtle line-through" : "text-fg",
        )}
      >
        {run.name}
      </Link>
    </li>
  );
}
