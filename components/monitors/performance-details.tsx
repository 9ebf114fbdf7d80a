"use client";
import { Card, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatCount, formatNumber, formatPercent, formatPlural } from "@/lib/core/format";
import type { PerformanceWindowDetailDto } from "@/lib/monitors/dto/performance";
import { METRIC_WORDS, metricText } from "@/lib/monitors/rules/performance/words";
import { windowInWords } from "@/lib/monitors/rules/words";
import { METRICS } from "@/lib/monitors/schema/performance";

const head = "whitespace-nowrap px-4 py-1.5 text-right font-medium text-muted text-xs";
const cell = "whitespace-nowrap px-4 py-1.5 text-right";

interface DetailProps {
  window: PerformanceWindowDetailDto;
}

/** Every metric of the window, with what it may be off. */
function Metrics({ window }: DetailProps) {
  const { measures, estimates } = window;
  const told = METRICS.filter((metric) => measures[metric] ?? estimates[metric]);
  return (
    <ScrollArea label="Metrics">
      <table className="w-full text-sm tabular-nums">
        <thead>
          <tr>
            <th scope="col" className={cn(head, "text-left")}>
              Metric
            </th>
            {["By labels", "95 % interval", "Estimated", "Sampling error"].map((title) => (
              <th key={title} scope="col" className={head}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {told.map((metric) => {
            const [realised, estimate] = [measures[metric], estimates[metric]];
            const { label, definition } = METRIC_WORDS[metric];
            const { lower = null, upper = null } = realised ?? {};
            const error = estimate?.samplingError ?? null;
            return (
              <tr key={metric} className="border-t">
                <th scope="row" className={cn(cell, "text-left font-normal")} title={definition}>
                  {label}
                </th>
                <td className={cell}>{realised ? metricText(metric, realised.value) : "–"}</td>
                <td className={cn(cell, "text-muted")}>
                  {lower === null || upper === null
                    ? "–"
                    : `${metricText(metric, lower)} to ${metricText(metric, upper)}`}
                </td>
                <td className={cell}>{estimate ? metricText(metric, estimate.value) : "–"}</td>
                <td className={cn(cell, "text-muted")}>
                  {error === null ? "–" : metricText(metric, error)}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </ScrollArea>
  );
}

/** Rows by truth and answer; the shade is the share of the truth's rows. */
function Confusion({ window }: DetailProps) {
  const { confusion, classes } = window;
  if (!confusion || window.labelled === 0) return null;
  const named = classes.map((name) => (name === "" ? "any other" : name));
  return (
    <section aria-label="Confusion matrix" className="grid min-w-0 content-start gap-2 py-3">
      <h3 className="px-4 font-medium text-sm">Confusion matrix</h3>
      <ScrollArea label="Confusion matrix">
        <table className="text-sm tabular-nums">
          <caption className="px-4 pb-1 text-left text-muted text-xs">
            A line each true class, a column each answer
          </caption>
          <thead>
            <tr>
              <td />
              {named.map((name) => (
                <th key={name} scope="col" className={head}>
                  {name}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {confusion.map((line, row) => {
              const all = line.reduce((sum, count) => sum + count, 0);
              return (
                <tr key={named[row]} className="border-t">
                  <th scope="row" className={cn(cell, "text-left font-medium text-muted text-xs")}>
                    {named[row]}
                  </th>
                  {line.map((count, column) => (
                    <td
                      key={named[column]}
                      className={cn(cell, row === column && "font-semibold")}
                      style={{
                        backgroundColor: `color-mix(in oklab, var(--color-accent) ${all > 0 ? Math.round((count / all) * 30) : 0}%, transparent)`,
                      }}
                    >
                      {formatCount(count)}
                      <span className="block text-muted text-xs">
                        {formatPercent(all > 0 ? count / all : 0, 0)}
                      </span>
                    </td>
                  ))}
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}

const SIZE = 160;
const place = (share: number) => share * SIZE;

/** The share that is of the class beside the chance that scores say: on the line they are the same. */
function Calibration({ window: { reliability } }: DetailProps) {
  if (!reliability) return null;
  const { bins, error } = reliability;
  return (
    <section aria-label="Calibration" className="grid min-w-0 content-start gap-2 px-4 py-3">
      <h3 className="font-medium text-sm">Calibration</h3>
      <p className="text-muted text-xs">
        {`Scores are off by ${formatNumber(error, 3)} on average (expected calibration error).`}
      </p>
      <svg
        viewBox={`-30 -6 ${SIZE + 40} ${SIZE + 32}`}
        className="w-full max-w-72"
        role="img"
        aria-label="Calibration; the table below has its figures"
      >
        <rect width={SIZE} height={SIZE} className="fill-none stroke-line" />
        <line
          x1="0"
          y1={SIZE}
          x2={SIZE}
          y2="0"
          className="stroke-line-control"
          strokeDasharray="3 3"
        />
        {bins.map(({ from, score, share, lower, upper }) => (
          <g key={from}>
            <line
              x1={place(score)}
              x2={place(score)}
              y1={SIZE - place(lower)}
              y2={SIZE - place(upper)}
              className="stroke-accent opacity-60"
            />
            <circle cx={place(score)} cy={SIZE - place(share)} r="3.5" className="fill-accent" />
          </g>
        ))}
        <g className="fill-muted text-[9px]">
          <text x="0" y={SIZE + 11}>
            0
          </text>
          <text x={SIZE} y={SIZE + 11} textAnchor="end">
            1
          </text>
          <text x={SIZE / 2} y={SIZE + 22} textAnchor="middle">
            mean score
          </text>
          <text x="-4" y="8" textAnchor="end">
            1
          </text>
          <text x="-4" y={SIZE} textAnchor="end">
            0
          </text>
          <text transform={`translate(-14 ${SIZE / 2}) rotate(-90)`} textAnchor="middle">
            share that is
          </text>
        </g>
      </svg>
      <details className="text-sm">
        <summary className="text-muted text-xs">As a table</summary>
        <table className="w-full tabular-nums">
          <thead>
            <tr>
              {["Scores", "Rows", "Mean score", "Share"].map((title) => (
                <th key={title} scope="col" className={cn(head, "px-2 first:text-left")}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {bins.map(({ from, to, rows, score, share }) => (
              <tr key={from} className="border-t">
                <th scope="row" className={cn(cell, "px-2 text-left font-normal")}>
                  {`${from} to ${to}`}
                </th>
                <td className={cn(cell, "px-2")}>{formatCount(rows)}</td>
                <td className={cn(cell, "px-2")}>{formatNumber(score, 3)}</td>
                <td className={cn(cell, "px-2")}>{formatNumber(share, 3)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </section>
  );
}

/** Groups of rows, the worst first. */
function Slices({ window: { slices } }: DetailProps) {
  if (!slices || slices.groups.length === 0) return null;
  const { metric, groups } = slices;
  const text = (value: number) => metricText(metric, value);
  return (
    <section aria-label="Groups" className="grid min-w-0 gap-2 border-t py-3">
      <h3 className="px-4 font-medium text-sm">Groups of rows, the worst first</h3>
      <ScrollArea label="Groups" className="max-h-80">
        <table className="w-full text-sm tabular-nums">
          <thead>
            <tr>
              <th scope="col" className={cn(head, "text-left")}>
                Group
              </th>
              {["Rows", "Labelled", METRIC_WORDS[metric].label, "95 % interval"].map((title) => (
                <th key={title} scope="col" className={head}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {groups.map(({ column, group, rows, labelled, measure }) => (
              <tr key={`${column} ${group}`} className="border-t">
                <th scope="row" className={cn(cell, "text-left font-normal")}>
                  <span className="text-muted">{`${column}: `}</span>
                  {group}
                </th>
                <td className={cell}>{formatCount(rows)}</td>
                <td className={cell}>{formatCount(labelled)}</td>
                <td className={cell}>{measure ? text(measure.value) : "–"}</td>
                <td className={cn(cell, "text-muted")}>
                  {measure && measure.lower !== null && measure.upper !== null
                    ? `${text(measure.lower)} to ${text(measure.upper)}`
                    : "–"}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}

/** What cannot be compared, how much was read, and how truths are spread: said where it is not plain. */
function notesOf({ odd, strange, every, target }: PerformanceWindowDetailDto): string[] {
  const drift =
    target?.verdict === "drifted" && target.score !== null
      ? [
          `The truths drifted from the reference’s ${target.name}: score ${formatNumber(target.score, 3)}.`,
        ]
      : [];
  return [
    ...(odd > 0 ? [`${formatPlural(odd, "row")} without an answer that can be compared.`] : []),
    ...(strange > 0 ? [`${formatPlural(strange, "label")} that no answer can be.`] : []),
    ...(every > 1 ? [`One of ${every} predictions was read: more came than is read.`] : []),
    ...drift,
  ];
}

/** What is behind the figure of a window. */
export function PerformanceDetails({ window }: DetailProps) {
  const notes = notesOf(window);
  return (
    <Card aria-label="Window">
      <CardHeader
        title={windowInWords(window)}
        description={`${formatCount(window.labelled)} of ${formatPlural(window.rows, "row")} with a label; definition ${window.version}`}
      />
      <Metrics window={window} />
      <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] border-t md:grid-cols-2">
        <Confusion window={window} />
        <Calibration window={window} />
      </div>
      <Slices window={window} />
      {notes.length === 0 ? null : (
        <ul className="grid gap-1 border-t px-4 py-3 text-muted text-sm">
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </Card>
  );
}
