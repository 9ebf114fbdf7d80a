"use client";
import { Lock, LockOpen, SlidersHorizontal } from "lucide-react";
import type { ReactNode } from "react";
import { MAX_SMOOTHING } from "@/components/charts/prepare-smoothing";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { Slider } from "@/components/ui/slider";
import { Switch } from "@/components/ui/switch";
import { chartAxes } from "@/lib/runs/schema";
import { AXES } from "./prepare-run-lines";
import type { ChartViewControls } from "./use-chart-view";

interface ChartsToolbarProps extends Pick<ChartViewControls, "view" | "change"> {
  /** Why the search box cannot be read, if it cannot. */
  problem: string | null;
  searchHotkey?: string | undefined;
  className?: string | undefined;
  children?: ReactNode | undefined;
}

export function ChartsToolbar(props: ChartsToolbarProps) {
  const { view, change, problem, searchHotkey, className, children } = props;
  return (
    <div className={cn("flex flex-wrap items-center gap-2", className)}>
      <div className="min-w-40 grow basis-56">
        <SearchInput
          label="Search charts"
          placeholder="Search charts, or /regex/"
          value={view.search}
          onChange={(search) => change({ search })}
          hotkey={searchHotkey}
          aria-invalid={problem !== null}
        />
        {problem ? (
          <p role="alert" className="mt-1 text-danger-fg text-xs">
            {problem}
          </p>
        ) : null}
      </div>
      {children}
      <ChartControls view={view} change={change} />
    </div>
  );
}

/** Axis, smoothing, zoom lock and the rest, for all charts of the screen. */
export function ChartControls({ view, change }: Pick<ChartViewControls, "view" | "change">) {
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        label="X axis"
        heading="X axis"
        value={view.axis}
        options={chartAxes.map((axis) => ({ value: axis, label: AXES[axis].name }))}
        onChange={(axis) => change({ axis })}
        className="w-40"
      />
      <div className="flex items-center gap-2">
        <span aria-hidden="true" className="text-muted text-xs">
          Smoothing
        </span>
        <Slider
          label="Smoothing"
          value={view.smoothing}
          min={0}
          max={MAX_SMOOTHING}
          step={0.001}
          valueText={view.smoothing === 0 ? "none" : String(view.smoothing)}
          onChange={(smoothing) => change({ smoothing: Number(smoothing.toFixed(3)) })}
          className="w-24"
        />
        <span className="w-9 text-right text-muted text-xs">{view.smoothing.toFixed(3)}</span>
      </div>
      <IconButton
        variant="secondary"
        label={view.isSynced ? "Charts zoom together" : "Each chart zooms alone"}
        aria-pressed={view.isSynced}
        onClick={() => change({ isSynced: !view.isSynced, zoom: null })}
      >
        {view.isSynced ? <Lock aria-hidden="true" /> : <LockOpen aria-hidden="true" />}
      </IconButton>
      <MoreControls view={view} change={change} />
    </div>
  );
}

function MoreControls({ view, change }: Pick<ChartViewControls, "view" | "change">) {
  const isTime = view.axis === "time";
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button>
          <SlidersHorizontal aria-hidden="true" />
          Axes
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="Chart settings" align="end" className="grid gap-3">
        <Field label="Logarithmic y axis" inline>
          <Switch checked={view.isLogY} onCheckedChange={(isLogY) => change({ isLogY })} />
        </Field>
        <Field
          label="Logarithmic x axis"
          description={isTime ? "Not for wall time." : undefined}
          inline
        >
          <Switch
            checked={view.isLogX && !isTime}
            disabled={isTime}
            onCheckedChange={(isLogX) => change({ isLogX })}
          />
        </Field>
        <Field
          label="Band from least to greatest"
          description="Where one pixel stands for many points, so no spike is lost."
          inline
        >
          <Switch checked={view.hasBand} onCheckedChange={(hasBand) => change({ hasBand })} />
        </Field>
        <Field
          label="Fit the y axis without outliers"
          description="The highest and lowest 2 % may leave the chart."
          inline
        >
          <Switch
            checked={view.ignoresOutliers}
            onCheckedChange={(ignoresOutliers) => change({ ignoresOutliers })}
          />
        </Field>
      </PopoverContent>
    </Popover>
  );
}
