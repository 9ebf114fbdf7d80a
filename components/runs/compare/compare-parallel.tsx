"use client";
import { ArrowLeft, ArrowRight, ChevronDown, X } from "lucide-react";
import { useState } from "react";
import { ParallelChart } from "@/components/charts/parallel-chart";
import { gradientColor, prepareAxis } from "@/components/charts/prepare-axis";
import type { Brushes, PlacedDimension } from "@/components/charts/prepare-parallel";
import { colorToken, prepareDashes } from "@/components/charts/prepare-styles";
import { shiftColumn } from "@/components/tables/column-layout";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import {
  DropdownMenu,
  DropdownMenuCheckboxItem,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuSeparator,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { EmptyState } from "@/components/ui/empty-state";
import type { ComparedRunDto } from "@/lib/runs/dto/comparison";
import { ColorLegend } from "./color-legend";
import type { CompareRow } from "./prepare-comparison";
import { type Dimension, prepareDimensions, startingAxes } from "./prepare-dimensions";
import type { CompareViewState, SetCompareView } from "./use-compare-view";

interface ComparePlotProps {
  runs: readonly ComparedRunDto[];
  rows: readonly CompareRow[];
  view: CompareViewState;
  setView: SetCompareView;
}

const toggled = (list: readonly string[], id: string) =>
  list.includes(id) ? list.filter((other) => other !== id) : [...list, id];

/** Which settings lead to which results: an axis a parameter or metric, a line a run. */
export function CompareParallel({ runs, rows, view, setView }: ComparePlotProps) {
  const [brushes, setBrushes] = useState<Brushes>({});
  const dimensions = prepareDimensions(rows);
  const axes = (view.axes ?? startingAxes(dimensions)).flatMap(
    (id) => dimensions.find((dimension) => dimension.id === id) ?? [],
  );
  const ids = axes.map(({ id }) => id);
  const colored = dimensions.find(({ id }) => id === view.colorBy) ?? null;
  const toggleAxis = (id: string) => void setView({ axes: toggled(ids, id) });
  return (
    <div className="flex min-h-0 grow flex-col gap-3">
      <div className="flex flex-wrap items-center gap-2">
        <Combobox
          noun="axes"
          placeholder="Choose axes…"
          value={ids}
          options={dimensions.map(({ id, label }) => ({ value: id, label }))}
          onChange={toggleAxis}
          className="w-72"
        />
        <ColorLegend dimensions={dimensions} view={view} setView={setView} />
        {Object.keys(brushes).length > 0 ? (
          <Button size="sm" variant="ghost" onClick={() => setBrushes({})}>
            Clear brushes
          </Button>
        ) : null}
      </div>
      {axes.length < 2 ? (
        <EmptyState title="Choose two axes or more">
          Parallel coordinates show how parameters and metrics of the runs go together.
        </EmptyState>
      ) : (
        <ParallelChart
          title="Parallel coordinates"
          className="min-h-90 grow rounded-lg border bg-surface"
          lines={linesOf(runs, colored)}
          dimensions={axes.map(({ id, label, row }) => ({
            id,
            label,
            values: row.values,
            isLog: view.logs.includes(id),
            isFlipped: view.flips.includes(id),
          }))}
          brushes={brushes}
          onBrush={(id, brush) => {
            const { [id]: _, ...others } = brushes;
            setBrushes(brush ? { ...others, [id]: brush } : others);
          }}
          renderHeading={(dimension) => (
            <AxisMenu
              dimension={dimension}
              onLog={() => void setView({ logs: toggled(view.logs, dimension.id) })}
              onFlip={() => void setView({ flips: toggled(view.flips, dimension.id) })}
              onShift={(by) => void setView({ axes: shiftColumn(ids, dimension.id, by) })}
              onRemove={() => toggleAxis(dimension.id)}
            />
          )}
        />
      )}
    </div>
  );
}

function linesOf(runs: readonly ComparedRunDto[], colored: Dimension | null) {
  const dashes = prepareDashes(runs.map(({ uuid, color }) => ({ id: uuid, color })));
  const axis =
    colored && prepareAxis(colored.row.values, { isLog: false, isFlipped: false, count: 2 });
  return runs.map(({ uuid, name, color }, index) => ({
    id: uuid,
    label: name,
    stroke: axis
      ? gradientColor(axis.place(colored?.row.values[index] ?? null))
      : `var(${colorToken(color)})`,
    dash: axis ? 0 : (dashes.get(uuid) ?? 0),
  }));
}

interface AxisMenuProps {
  dimension: PlacedDimension;
  onLog: () => void;
  onFlip: () => void;
  onShift: (by: 1 | -1) => void;
  onRemove: () => void;
}

function AxisMenu({ dimension, onLog, onFlip, onShift, onRemove }: AxisMenuProps) {
  const { label, isLog, isFlipped, axis } = dimension;
  return (
    <DropdownMenu>
      <DropdownMenuTrigger
        title={label}
        className="mx-auto mt-1.5 flex h-6 max-w-full items-center gap-0.5 rounded-sm px-1.5 font-medium text-xs hover:bg-hover"
      >
        <span className="truncate">{label}</span>
        <ChevronDown aria-hidden="true" className="size-3 shrink-0 text-subtle" />
      </DropdownMenuTrigger>
      <DropdownMenuContent align="center">
        <DropdownMenuCheckboxItem checked={isLog} disabled={!axis.canLog} onCheckedChange={onLog}>
          Logarithmic
        </DropdownMenuCheckboxItem>
        <DropdownMenuCheckboxItem checked={isFlipped} onCheckedChange={onFlip}>
          Upside down
        </DropdownMenuCheckboxItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem icon={<ArrowLeft aria-hidden="true" />} onSelect={() => onShift(-1)}>
          Move left
        </DropdownMenuItem>
        <DropdownMenuItem icon={<ArrowRight aria-hidden="true" />} onSelect={() => onShift(1)}>
          Move right
        </DropdownMenuItem>
        <DropdownMenuSeparator />
        <DropdownMenuItem icon={<X aria-hidden="true" />} onSelect={onRemove}>
          Remove axis
        </DropdownMenuItem>
      </DropdownMenuContent>
    </DropdownMenu>
  );
}
