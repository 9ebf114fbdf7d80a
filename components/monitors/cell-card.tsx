"use client";
import { Info } from "lucide-react";
import { Badge, type Tone } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { IconButton } from "@/components/ui/icon-button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatCount, formatNumber, formatPlural, NO_VALUE } from "@/lib/core/format";
import type { CellDto, MonitorPageDto } from "@/lib/monitors/dto/screens";
import { METHOD_WORDS } from "@/lib/monitors/rules/method-words";
import { COLUMN_WORDS, countsInWords, windowInWords } from "@/lib/monitors/rules/words";
import type { ColumnVerdict } from "@/lib/monitors/schema/monitors";
import { DistributionBars } from "./distribution-bars";

const TONES: Readonly<Record<ColumnVerdict, Tone>> = {
  stable: "neutral",
  drifted: "warning",
  missing: "danger",
  mistyped: "danger",
  no_values: "danger",
  too_few: "neutral",
};

const numberOr = (value: number | null) => (value === null ? NO_VALUE : formatNumber(value, 3));

interface CellCardProps {
  cell: CellDto;
  monitor: MonitorPageDto["monitor"];
}

/** By what definition the score came about. */
function Behind({ cell, monitor }: CellCardProps) {
  const { finding, distribution, version } = cell;
  const { reference, definition } = monitor;
  const { label, base } = METHOD_WORDS[finding.method];
  const bins = distribution?.bins.length;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <IconButton size="sm" label="How this score came about">
          <Info aria-hidden="true" className="size-3.5" />
        </IconButton>
      </PopoverTrigger>
      <PopoverContent aria-label="How this score came about" align="end" className="w-96">
        <DescriptionList className="text-sm">
          <DescriptionItem term="Method">
            {label}, {base}
          </DescriptionItem>
          <DescriptionItem term="Reference">
            {`${reference.dataset}, version ${reference.version}`}
          </DescriptionItem>
          <DescriptionItem term="Bins">
            {bins === undefined ? "" : `${formatCount(bins)}, `}
            {finding.kind === "number"
              ? "those of the reference’s histogram, one below and one above it"
              : "the reference’s most frequent values, one for all others"}
            , and one for what is no value. Frozen when the monitor was made.
          </DescriptionItem>
          <DescriptionItem term="Threshold">
            {finding.judgedBy === "p_value"
              ? `${formatNumber(finding.threshold, 3)}: a p-value up to there is small, after Benjamini and Hochberg across the columns`
              : `${formatNumber(finding.threshold, 3)}: drifted from there on, if it is more than chance`}
          </DescriptionItem>
          <DescriptionItem term="By chance">
            {numberOr(finding.chance)}: two samples of the same values are this far apart once in a
            thousand windows
          </DescriptionItem>
          <DescriptionItem term="Least rows">{formatCount(definition.minRows)}</DescriptionItem>
          <DescriptionItem term="Definition">{`Version ${version}`}</DescriptionItem>
        </DescriptionList>
      </PopoverContent>
    </Popover>
  );
}

function Score({ cell, monitor }: CellCardProps) {
  const { finding } = cell;
  const { label, mark } = COLUMN_WORDS[finding.verdict];
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <Badge tone={TONES[finding.verdict]} icon={<span aria-hidden="true">{mark}</span>}>
        {label}
      </Badge>
      <dl className="flex flex-wrap gap-x-4 gap-y-1 text-sm tabular-nums">
        {[
          ["Score", finding.score],
          ...(finding.pValue === null ? [] : [["p-value", finding.pValue] as const]),
          ...(finding.bound === null ? [] : [["Wrong by at most", finding.bound] as const]),
          ["Threshold", finding.threshold],
          ["By chance", finding.chance],
          ["Mean", finding.mean],
        ].map(([term, value]) => (
          <div key={term} className="flex gap-1.5">
            <dt className="text-muted">{term}</dt>
            <dd>{typeof value === "number" ? formatNumber(value, 3) : NO_VALUE}</dd>
          </div>
        ))}
      </dl>
      <Behind cell={cell} monitor={monitor} />
    </div>
  );
}

/** The chosen column in the chosen window, beside its reference. */
export function CellCard({ cell, monitor }: CellCardProps) {
  const { finding, distribution, reevaluatedAt } = cell;
  const isAnswer = finding.source === "answer";
  const { target } = monitor.definition;
  return (
    <Card aria-label="Chosen column">
      <CardHeader
        title={finding.name}
        description={`${windowInWords(cell)}${isAnswer && target !== null ? `; answers, beside the reference’s ${target}` : ""}`}
      />
      <CardBody className="grid gap-4">
        <Score cell={cell} monitor={monitor} />
        <p className="text-muted text-sm tabular-nums">{countsInWords(finding).join("; ")}.</p>
        {reevaluatedAt === null ? null : (
          <Callout>
            This window was judged again <RelativeTime at={reevaluatedAt} />, after it had closed:
            rows came late, or it was counted anew.
          </Callout>
        )}
        {distribution ? (
          <DistributionBars distribution={distribution} />
        ) : (
          <p className="text-muted text-sm">
            {`The counts of this window’s ${formatPlural(finding.rows, "row")} are kept no more.`}
          </p>
        )}
      </CardBody>
    </Card>
  );
}
