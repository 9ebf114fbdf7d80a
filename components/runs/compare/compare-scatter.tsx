"use client";
import { useRouter } from "next/navigation";
import { gradientColor, prepareAxis } from "@/components/charts/prepare-axis";
import { colorToken } from "@/components/charts/prepare-styles";
import { ScatterChart, type ScatterPoint } from "@/components/charts/scatter-chart";
import { Combobox } from "@/components/ui/combobox";
import { EmptyState } from "@/components/ui/empty-state";
import { Field } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import { routes } from "@/lib/core/routes";
import type { ComparedRunDto } from "@/lib/runs/dto/comparison";
import { ColorLegend } from "./color-legend";
import { type CompareRow, formatValue } from "./prepare-comparison";
import { type Dimension, prepareDimensions, startingTarget } from "./prepare-dimensions";
import type { CompareViewState, SetCompareView } from "./use-compare-view";

interface CompareScatterProps {
  workspace: string;
  runs: readonly ComparedRunDto[];
  rows: readonly CompareRow[];
  view: CompareViewState;
  setView: SetCompareView;
}

const NEVER = "";

function pick(dimensions: readonly Dimension[], id: string | null, fallback: string | null) {
  return (
    dimensions.find((dimension) => dimension.id === id) ??
    dimensions.find((dimension) => dimension.id === fallback) ??
    dimensions[0] ??
    null
  );
}

/** One value against another, a point a run. */
export function CompareScatter({ workspace, runs, rows, view, setView }: CompareScatterProps) {
  const router = useRouter();
  const dimensions = prepareDimensions(rows);
  const varied = dimensions.find(({ id, row }) => id.startsWith("p:") && row.isDifferent);
  const x = pick(dimensions, view.scatterX, varied?.id ?? NEVER);
  const y = pick(dimensions, view.scatterY, startingTarget(dimensions));
  const colored = dimensions.find(({ id }) => id === view.colorBy) ?? null;
  if (!x || !y)
    return (
      <EmptyState title="Nothing to plot">
        The runs have neither metrics nor parameters to put on an axis.
      </EmptyState>
    );
  const options = dimensions.map(({ id, label }) => ({ value: id, label }));
  const log = (id: string) => ({
    checked: view.logs.includes(id),
    onCheckedChange: (isLog: boolean) =>
      void setView({
        logs: isLog ? [...view.logs, id] : view.logs.filter((other) => other !== id),
      }),
  });
  return (
    <div className="flex min-h-0 grow flex-col gap-3">
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <div className="flex items-center gap-2">
          <Combobox
            noun="x axis"
            value={x.id}
            options={options}
            onChange={(id) => void setView({ scatterX: id })}
            className="w-52"
          />
          <Field label="Log x" inline>
            <Switch {...log(x.id)} />
          </Field>
        </div>
        <div className="flex items-center gap-2">
          <Combobox
            noun="y axis"
            value={y.id}
            options={options}
            onChange={(id) => void setView({ scatterY: id })}
            className="w-52"
          />
          <Field label="Log y" inline>
            <Switch {...log(y.id)} />
          </Field>
        </div>
        <ColorLegend dimensions={dimensions} view={view} setView={setView} />
      </div>
      <ScatterChart
        title={`${y.label} by ${x.label}, ${runs.length} runs`}
        xName={x.label}
        yName={y.label}
        isLogX={view.logs.includes(x.id)}
        isLogY={view.logs.includes(y.id)}
        points={pointsOf(workspace, runs, { x, y, colored })}
        onOpen={({ id }) => router.push(routes.run(workspace, id))}
        className="min-h-90 grow rounded-lg border bg-surface"
      />
    </div>
  );
}

interface Chosen {
  x: Dimension;
  y: Dimension;
  colored: Dimension | null;
}

function pointsOf(
  workspace: string,
  runs: readonly ComparedRunDto[],
  { x, y, colored }: Chosen,
): ScatterPoint[] {
  const axis =
    colored && prepareAxis(colored.row.values, { isLog: false, isFlipped: false, count: 2 });
  const shown = [x, y, ...(colored ? [colored] : [])];
  return runs.map(({ uuid, name, color }, index) => ({
    id: uuid,
    label: name,
    description: shown
      .map(({ label, row }) => `${label} ${formatValue(row.values[index] ?? null)}`)
      .join(", "),
    fill: axis
      ? gradientColor(axis.place(colored?.row.values[index] ?? null))
      : `var(${colorToken(color)})`,
    href: routes.run(workspace, uuid),
    x: x.row.values[index] ?? null,
    y: y.row.values[index] ?? null,
  }));
}
