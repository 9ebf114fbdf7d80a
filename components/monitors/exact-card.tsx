"use client";
import { useQueryStates } from "nuqs";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { formatCount, formatNumber, NO_VALUE } from "@/lib/core/format";
import type { ComparedColumnDto } from "@/lib/monitors/dto/compared-columns";
import type { MonitorComparisonDto } from "@/lib/monitors/dto/comparisons";
import type { ExactDto, ExactProgress } from "@/lib/monitors/dto/exact";
import { sideInWords } from "@/lib/monitors/rules/changes";
import { CATEGORICAL_DEFINITIONS, NUMERIC_DEFINITIONS } from "@/lib/monitors/rules/definitions";
import { METHOD_WORDS } from "@/lib/monitors/rules/method-words";
import { comparisonParams } from "@/lib/monitors/search-params";
import { CumulativeChart } from "./cumulative-chart";
import { DefinedTerm } from "./defined-term";
import { ALL_METHODS, useExact } from "./use-exact";

interface ExactCardProps {
  comparison: MonitorComparisonDto;
  column: ComparedColumnDto;
}

const definitionsOf = ({ finding }: ComparedColumnDto): Readonly<Record<string, string>> =>
  finding.kind === "number" ? NUMERIC_DEFINITIONS : CATEGORICAL_DEFINITIONS;

const numberOr = (value: number | string | null) =>
  typeof value === "number" ? formatNumber(value, 6) : (value ?? NO_VALUE);

const head = "px-3 py-1.5 text-right font-medium text-muted text-xs first:pl-4 first:text-left";
const cell = "px-3 py-1.5 text-right align-top first:pl-4 first:text-left";

function Results({ answer, column }: { answer: ExactDto; column: ComparedColumnDto }) {
  const definitions = definitionsOf(column);
  return (
    <ScrollArea label="Exact values" className="max-h-112 border-t">
      <table className="w-full text-sm tabular-nums">
        <thead>
          <tr>
            {["Method", "Statistic", "p-value", "Drifted by its own default"].map((title) => (
              <th key={title} scope="col" className={head}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {answer.results.map(({ method, preset, statistic, pValue, drifted, reason }) => (
            <tr key={`${method}/${preset}`} className="border-t">
              <th scope="row" className={`${cell} font-normal`}>
                <DefinedTerm
                  term={`${method}/${preset}`}
                  definition={definitions[`${method}/${preset}`] ?? method}
                />
                {reason ? <p className="text-muted text-xs">{reason}</p> : null}
              </th>
              <td className={cell}>{numberOr(statistic)}</td>
              <td className={cell}>{numberOr(pValue)}</td>
              <td className={cell}>{drifted === null ? NO_VALUE : drifted ? "yes" : "no"}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function Answer({ answer, comparison, column }: ExactCardProps & { answer: ExactDto }) {
  const { reference, current, shares } = answer;
  const { finding } = column;
  const sides = { before: sideInWords(comparison.before), after: sideInWords(comparison.after) };
  const valuesOf = ({ rows, missing, nonFinite }: ExactDto["reference"]) =>
    `${formatCount(rows - missing - nonFinite)} of ${formatCount(rows)} rows with a value`;
  const isLess = reference.rows < comparison.before.rows || current.rows < comparison.after.rows;
  return (
    <>
      <CardBody className="grid gap-3 text-sm tabular-nums">
        <p>
          {`${sides.before}: ${valuesOf(reference)}. ${sides.after}: ${valuesOf(current)}. `}
          {finding.score === null
            ? ""
            : `From the bins: ${METHOD_WORDS[finding.method].label} ${formatNumber(finding.score, 6)}.`}
        </p>
        {isLess ? (
          <Callout>
            Fewer rows were read than were counted: the log keeps some of them no more.
          </Callout>
        ) : null}
        {shares ? (
          <CumulativeChart
            title={`Exact shares of ${finding.name} up to x`}
            xName={finding.name}
            emptyText="Neither side has a value."
            {...{ shares, sides }}
          />
        ) : null}
      </CardBody>
      <Results answer={answer} column={column} />
    </>
  );
}

function Progress({ progress }: { progress: ExactProgress | null }) {
  const words =
    progress?.stage === "reading"
      ? `Reading the log: ${formatCount(progress.rows)} of about ${formatCount(progress.of)} rows`
      : progress?.stage === "computing"
        ? "Computing"
        : "Waiting for a turn, or reading the reference";
  return (
    <p role="status" className="flex items-center gap-2 text-sm tabular-nums">
      <Spinner label={words} />
      <span aria-hidden="true">{words}…</span>
    </p>
  );
}

/** The chosen column once more, from the raw rows of both sides. */
export function ExactCard({ comparison, column }: ExactCardProps) {
  const { slug } = useWorkspace();
  const [{ exact }, set] = useQueryStates(comparisonParams, { history: "replace" });
  const names = Object.keys(definitionsOf(column));
  const known = exact === ALL_METHODS || (exact !== null && names.includes(exact)) ? exact : null;
  const [method, setMethod] = useState(known ?? ALL_METHODS);
  const { monitor, before, after } = comparison;
  const progress = useExact(slug, {
    ...{ monitor: monitor.id, before: before.name, after: after.name },
    ...{ column: column.finding.name, method: known },
  });
  const isDone = progress?.stage === "done";
  const isRunning = known !== null && !isDone && progress?.stage !== "failed";
  const options = [
    { value: ALL_METHODS, label: "Every method" },
    ...names.map((name) => ({ value: name, label: name })),
  ];
  return (
    <Card aria-label="Exactly">
      <CardHeader
        title="From the raw rows"
        description="Reads the rows themselves, of the reference’s file and of the log, instead of their counts."
        actions={
          <>
            <Select
              size="sm"
              label="Method"
              value={method}
              options={options}
              onChange={(next) => {
                setMethod(next);
                if (known !== null) void set({ exact: next });
              }}
            />
            {isRunning ? (
              <Button size="sm" onClick={() => void set({ exact: null })}>
                Cancel
              </Button>
            ) : (
              <Button size="sm" disabled={isDone} onClick={() => void set({ exact: method })}>
                Compute exactly
              </Button>
            )}
          </>
        }
      />
      {isDone ? <Answer answer={progress.answer} {...{ comparison, column }} /> : null}
      {progress?.stage === "failed" ? (
        <CardBody>
          <Callout tone="danger">{progress.message}</Callout>
        </CardBody>
      ) : null}
      {isRunning ? (
        <CardBody>
          <Progress progress={progress} />
        </CardBody>
      ) : null}
    </Card>
  );
}
