"use client";
import { ChartBarStacked } from "lucide-react";
import { parseAsStringLiteral, useQueryState } from "nuqs";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { StandardDto, VersionStandardsDto } from "@/lib/models/dto/comparison";
import type { VersionPageDto } from "@/lib/models/dto/versions";
import { compareSlices, type SlicedMetric } from "@/lib/models/rules/compare-values";
import { SliceTable } from "./slice-table";

const AGAINST = ["production", "previous", "nothing"] as const;
type Against = (typeof AGAINST)[number];

const SNIPPET = `import mlflow

with mlflow.start_run(run_id=run_id):
    mlflow.log_metric("accuracy", 0.93)
    # one metric a slice: <metric>/slice/<dimension>/<value>
    mlflow.log_metric("accuracy/slice/region/eu", 0.95)
    mlflow.log_metric("accuracy/slice/region/apac", 0.81)`;

interface Choice {
  value: Against;
  label: string;
  standard: StandardDto | null;
}

function choicesOf(
  { version }: VersionPageDto,
  { production, previous }: VersionStandardsDto,
): Choice[] {
  const serving = production?.version === version.version ? null : production;
  return [
    ...(serving
      ? [
          {
            value: "production" as const,
            label: `Production, version ${serving.version}`,
            standard: serving,
          },
        ]
      : []),
    ...(previous && previous.version !== serving?.version
      ? [
          {
            value: "previous" as const,
            label: `Before, version ${previous.version}`,
            standard: previous,
          },
        ]
      : []),
    { value: "nothing" as const, label: "Alone", standard: null },
  ];
}

/** "accuracy is worst where region is apac: 0.81." */
function Worst({ metrics }: { metrics: readonly SlicedMetric[] }) {
  const found = metrics.filter(({ worst }) => worst !== null);
  if (found.length === 0) return null;
  return (
    <Callout tone="warning" title="Worst slices">
      <ul className="grid gap-0.5">
        {found.slice(0, 5).map(({ metric, worst, mostWorsened }) => (
          <li key={metric}>
            {`${metric} is worst where ${worst?.dimension} is ${worst?.value}`}
            {mostWorsened
              ? ` and lost most where ${mostWorsened.dimension} is ${mostWorsened.value}.`
              : "."}
          </li>
        ))}
      </ul>
    </Callout>
  );
}

interface VersionEvaluationProps {
  page: VersionPageDto;
  standards: VersionStandardsDto;
}

/** How a version does on each part of the data, beside the version that serves. */
export function VersionEvaluation({ page, standards }: VersionEvaluationProps) {
  const choices = choicesOf(page, standards);
  const [wanted, setWanted] = useQueryState("against", parseAsStringLiteral(AGAINST));
  const chosen = choices.find(({ value }) => value === wanted) ?? choices[0];
  const standard = chosen?.standard ?? null;
  const { metrics, isTruncated } = compareSlices(page.metrics, standard?.metrics ?? []);
  const own = metrics.filter(({ slices }) => slices.some(({ candidate }) => candidate !== null));
  if (own.length === 0)
    return (
      <EmptyState
        icon={<ChartBarStacked />}
        title="No evaluation by slice yet"
        snippet={{ code: SNIPPET, language: "Python" }}
        className="max-w-180"
      >
        Log a metric for each part of the data, and weak spots that an average hides are found here.
      </EmptyState>
    );
  return (
    <div className="grid min-w-0 gap-4">
      <div className="flex flex-wrap items-center gap-3">
        <span className="text-muted text-sm">Measured against</span>
        <ToggleGroup
          label="Measured against"
          size="sm"
          options={choices}
          value={chosen?.value ?? "nothing"}
          onChange={(value) => void setWanted(value)}
          className="max-w-full overflow-x-auto"
        />
      </div>
      <Worst metrics={own} />
      {own.map((metric) => (
        <SliceTable
          key={metric.metric}
          metric={metric}
          against={standard === null ? null : `Version ${standard.version}`}
        />
      ))}
      {isTruncated ? (
        <p className="text-muted text-sm">There are more metrics by slice than are shown here.</p>
      ) : null}
    </div>
  );
}
