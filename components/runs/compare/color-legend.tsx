"use client";
import { gradientColor, isNumeric } from "@/components/charts/prepare-axis";
import { extentOf } from "@/components/charts/prepare-scale";
import { Select } from "@/components/ui/select";
import { formatNumber } from "@/lib/core/format";
import type { Dimension } from "./prepare-dimensions";
import type { CompareViewState, SetCompareView } from "./use-compare-view";

interface ColorLegendProps {
  dimensions: readonly Dimension[];
  view: CompareViewState;
  setView: SetCompareView;
}

const BY_RUN = "run";

/** What the colours mean: the run, or a value from least to greatest. */
export function ColorLegend({ dimensions, view, setView }: ColorLegendProps) {
  const numeric = dimensions.filter(({ row }) => isNumeric(row.values));
  const chosen = numeric.find(({ id }) => id === view.colorBy) ?? null;
  const extent =
    chosen &&
    extentOf([chosen.row.values.flatMap((value) => (value === null ? [] : Number(value)))]);
  return (
    <div className="flex flex-wrap items-center gap-2">
      <Select
        label="Colour"
        heading="Colour by"
        value={chosen?.id ?? BY_RUN}
        options={[
          { value: BY_RUN, label: "Colour by run" },
          ...numeric.map(({ id, label }) => ({ value: id, label: `Colour by ${label}` })),
        ]}
        onChange={(id) => void setView({ colorBy: id === BY_RUN ? null : id })}
        className="w-56"
      />
      {extent ? (
        <span className="flex items-center gap-1.5 text-muted text-xs">
          {formatNumber(extent.min, 3)}
          <span
            aria-hidden="true"
            className="h-2 w-24 rounded-full"
            style={{
              background: `linear-gradient(to right, ${[0, 0.5, 1].map(gradientColor).join(", ")})`,
            }}
          />
          {formatNumber(extent.max, 3)}
        </span>
      ) : null}
    </div>
  );
}
