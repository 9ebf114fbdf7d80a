"use client";
import { useMemo } from "react";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatNumber, NO_VALUE } from "@/lib/core/format";
import type { ComparedColumnDto } from "@/lib/monitors/dto/compared-columns";
import type { MonitorComparisonDto } from "@/lib/monitors/dto/comparisons";
import {
  changeSentence,
  figureInWords,
  figuresToShow,
  sideInWords,
} from "@/lib/monitors/rules/changes";
import { cumulativeOf } from "@/lib/monitors/rules/cumulative";
import { COLUMN_WORDS } from "@/lib/monitors/rules/words";
import { CumulativeChart } from "./cumulative-chart";
import { DefinedTerm } from "./defined-term";
import { DistributionBars } from "./distribution-bars";
import { ScoreDefinition } from "./score-definition";
import { VERDICT_TONES } from "./verdict-tones";

interface CompareColumnProps {
  comparison: MonitorComparisonDto;
  column: ComparedColumnDto;
}

const figureHead = "px-2 py-1 text-right font-medium first:pl-0 first:text-left";

function Figures({ comparison, column: { before, after } }: CompareColumnProps) {
  return (
    <ScrollArea label="Figures of both sides">
      <table className="w-full text-sm tabular-nums">
        <thead>
          <tr className="text-muted text-xs">
            <th scope="col" className={figureHead}>
              Figure
            </th>
            <th scope="col" className={figureHead}>
              {sideInWords(comparison.before)}
            </th>
            <th scope="col" className={figureHead}>
              {sideInWords(comparison.after)}
            </th>
          </tr>
        </thead>
        <tbody>
          {figuresToShow(before, after).map((figure) => (
            <tr key={figure.key} className="border-t">
              <th scope="row" className="py-1 pr-2 text-left font-normal">
                <DefinedTerm term={figure.label} definition={figure.definition} />
              </th>
              <td className="px-2 py-1 text-right">{figureInWords(before[figure.key], figure)}</td>
              <td className="px-2 py-1 text-right">{figureInWords(after[figure.key], figure)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

function Score({ comparison, column: { finding, distribution } }: CompareColumnProps) {
  const { monitor, minRows, version, before } = comparison;
  const { label, mark } = COLUMN_WORDS[finding.verdict];
  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-1 text-sm tabular-nums">
      <Badge tone={VERDICT_TONES[finding.verdict]} icon={<span aria-hidden="true">{mark}</span>}>
        {label}
      </Badge>
      <span>
        <span className="text-muted">Score</span>{" "}
        {finding.score === null ? NO_VALUE : formatNumber(finding.score, 3)}
      </span>
      <ScoreDefinition
        {...{ finding, minRows, version }}
        beside={sideInWords(before)}
        reference={monitor.reference}
        bins={distribution.bins.length}
      />
    </div>
  );
}

/** The chosen column of both sides, in the same bins. */
export function CompareColumn({ comparison, column }: CompareColumnProps) {
  const { before, after, monitor } = comparison;
  const { finding, distribution, edges } = column;
  const sides = useMemo(
    () => ({ before: sideInWords(before), after: sideInWords(after) }),
    [before, after],
  );
  const shares = useMemo(
    () => (edges === null ? null : cumulativeOf(distribution.bins, edges)),
    [distribution, edges],
  );
  const isAnswer = finding.source === "answer" && monitor.target !== null;
  return (
    <Card aria-label="Chosen column">
      <CardHeader
        title={finding.name}
        description={isAnswer ? `Answers, beside the reference’s ${monitor.target}` : undefined}
      />
      <CardBody className="grid grid-cols-[minmax(0,1fr)] gap-4">
        <Score {...{ comparison, column }} />
        <p className="text-sm tabular-nums">{changeSentence(column)}</p>
        <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
          <DistributionBars
            distribution={distribution}
            sides={{ reference: sides.before, current: sides.after }}
          />
          {shares ? (
            <div className="grid content-start gap-2">
              <CumulativeChart
                title={`Shares of ${finding.name} up to x`}
                xName={finding.name}
                emptyText="Neither side has a value."
                {...{ shares, sides }}
              />
              <p className="px-3 text-muted text-xs">
                Summed up from the bins: exact at their edges, straight between them.
              </p>
            </div>
          ) : null}
        </div>
        <Figures {...{ comparison, column }} />
      </CardBody>
    </Card>
  );
}
