"use client";
import { useState } from "react";
import { ChartPanel } from "@/components/charts/chart-panel";
import type { Zoom } from "@/components/charts/prepare-frame";
import type { LineSeries } from "@/components/charts/prepare-lines";
import type { ColumnArrangement } from "@/components/tables/column-layout";
import { DataGrid } from "@/components/tables/data-grid";
import type { GridColumn, GridSort } from "@/components/tables/grid-column";
import { NOTHING_SELECTED, type RowSelection } from "@/components/tables/row-selection";
import { formatNumber } from "@/lib/core/format";
import { Section, Specimen } from "./specimen";

interface SampleRun {
  id: string;
  name: string;
  loss: number;
  accuracy: number;
}

const RUNS: readonly SampleRun[] = Array.from({ length: 200 }, (_, index) => ({
  id: String(index),
  name: `sample-run-${index + 1}`,
  loss: 0.3 + ((index * 37) % 71) / 100,
  accuracy: 0.7 + ((index * 53) % 29) / 100,
}));

const COLUMNS: readonly GridColumn<SampleRun>[] = [
  {
    id: "name",
    label: "Name",
    width: 180,
    isFixed: true,
    isSortable: true,
    render: (run) => run.name,
  },
  {
    id: "loss",
    label: "loss",
    width: 100,
    align: "end",
    isSortable: true,
    render: (run) => formatNumber(run.loss),
  },
  {
    id: "accuracy",
    label: "accuracy",
    width: 110,
    align: "end",
    isSortable: true,
    render: (run) => formatNumber(run.accuracy),
  },
];

const STEPS = Array.from({ length: 120 }, (_, step) => step);

/** Curves like those of trainings: falling, with a wobble that differs by run. */
const LINES: readonly LineSeries[] = Array.from({ length: 6 }, (_, run) => {
  const y = STEPS.map(
    (step) =>
      (1 + run * 0.12) * Math.exp(-step / (28 + run * 6)) + 0.06 * Math.sin(step * (run + 2)),
  );
  return {
    id: String(run),
    label: `sample-run-${run + 1}`,
    color: run,
    dash: 0,
    x: STEPS,
    y,
    min: y,
    max: y,
  };
});

export function DataParts() {
  return (
    <Section title="Data">
      <GridSpecimen />
      <ChartSpecimen />
    </Section>
  );
}

function GridSpecimen() {
  const [arrangement, setArrangement] = useState<ColumnArrangement>({
    order: COLUMNS.map(({ id }) => id),
    pinned: [],
    widths: {},
  });
  const [sort, setSort] = useState<GridSort | null>({ columnId: "loss", isAscending: true });
  const [selection, setSelection] = useState<RowSelection>(NOTHING_SELECTED);
  const sign = sort?.isAscending ? 1 : -1;
  const rows = [...RUNS].sort((a, b) =>
    sort?.columnId === "accuracy" ? sign * (a.accuracy - b.accuracy) : sign * (a.loss - b.loss),
  );
  return (
    <Specimen name="Grid: 200 rows, of which those in sight exist" stacked>
      <DataGrid
        label="Sample runs"
        className="h-64 rounded-lg border"
        columns={COLUMNS}
        arrangement={arrangement}
        onArrange={setArrangement}
        sort={sort}
        onSort={setSort}
        rowCount={rows.length}
        totalRows={rows.length}
        rowAt={(index) => rows[index]}
        idOf={({ id }) => id}
        nameOf={({ name }) => name}
        selection={selection}
        onSelect={setSelection}
        onOpen={() => undefined}
        resetKey={`${sort?.columnId} ${sort?.isAscending}`}
      />
    </Specimen>
  );
}

function ChartSpecimen() {
  const [zoom, setZoom] = useState<Zoom>({});
  const options = {
    lines: LINES,
    xUnit: "integer",
    xScale: "linear",
    yScale: "linear",
    smoothing: 0.6,
    band: "none",
    ignoreOutliers: false,
    zoom,
    timeZone: "UTC",
  } as const;
  return (
    <Specimen name="Chart: smoothing over a raw underlay; brush to zoom" stacked>
      <ChartPanel
        title="val/loss"
        xName="Step"
        state={{ kind: "ready", options }}
        onZoom={(next) => setZoom(next ?? {})}
        status="6 of 6 plotted"
        emptyText="No run has logged this metric."
        className="h-72"
      />
      <div className="grid gap-3 sm:grid-cols-2">
        <ChartPanel
          title="train/loss"
          xName="Step"
          state={{ kind: "loading" }}
          onZoom={() => undefined}
          status=""
          emptyText=""
          className="h-48"
        />
        <ChartPanel
          title="accuracy"
          xName="Step"
          state={{
            kind: "error",
            message: "The database does not answer. Try again in a moment.",
            retry: () => undefined,
          }}
          onZoom={() => undefined}
          status=""
          emptyText=""
          className="h-48"
        />
      </div>
    </Specimen>
  );
}
