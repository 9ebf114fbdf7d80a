"use client";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatNumber, formatPlural, NO_VALUE } from "@/lib/core/format";
import type { CellDto, HeatWindowDto, MonitorPageDto } from "@/lib/monitors/dto/screens";
import { changeSentence, figuresOfFindings } from "@/lib/monitors/rules/changes";
import { qualityInWords } from "@/lib/monitors/rules/quality-words";
import { COLUMN_WORDS, countsInWords } from "@/lib/monitors/rules/words";
import type { QualityFinding } from "@/lib/monitors/schema/quality";
import { CompareLinks } from "./compare-links";
import { DefinedTerm } from "./defined-term";
import { DistributionBars } from "./distribution-bars";
import { ScoreDefinition } from "./score-definition";
import { VERDICT_TONES } from "./verdict-tones";
import { WindowLink } from "./window-link";

interface CellCardProps {
  cell: CellDto;
  monitor: MonitorPageDto["monitor"];
}

function Score({ cell, monitor }: CellCardProps) {
  const { finding, compared, version } = cell;
  const { reference, definition } = monitor;
  const { label, mark } = COLUMN_WORDS[finding.verdict];
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1">
      <Badge tone={VERDICT_TONES[finding.verdict]} icon={<span aria-hidden="true">{mark}</span>}>
        {label}
      </Badge>
      <dl className="flex flex-wrap gap-x-4 gap-y-1 text-sm tabular-nums">
        {figuresOfFindings([finding]).map(({ key, label: term, definition: meaning }) => (
          <div key={key} className="flex gap-1.5">
            <dt className="text-muted">
              <DefinedTerm term={term} definition={meaning} />
            </dt>
            <dd>{finding[key] === null ? NO_VALUE : formatNumber(finding[key], 3)}</dd>
          </div>
        ))}
      </dl>
      <ScoreDefinition
        {...{ finding, reference, version }}
        beside="Reference"
        bins={compared?.distribution.bins.length}
        minRows={definition.minRows}
      />
    </div>
  );
}

/** The chosen column in the chosen window, beside its reference. */
export function CellCard({
  cell,
  monitor,
  quality,
  windows,
}: CellCardProps & {
  quality: readonly QualityFinding[];
  windows: readonly HeatWindowDto[];
}) {
  const { finding, compared, reevaluatedAt } = cell;
  const faults = quality.filter(({ column }) => column === finding.name);
  const isAnswer = finding.source === "answer";
  const { target } = monitor.definition;
  return (
    <Card aria-label="Chosen column">
      <CardHeader
        title={finding.name}
        actions={<CompareLinks cell={cell} monitorId={monitor.id} windows={windows} />}
        description={
          <>
            <WindowLink window={cell} dataset={monitor.dataset} />
            {isAnswer && target !== null ? `; answers, beside the reference’s ${target}` : ""}
          </>
        }
      />
      <CardBody className="grid gap-4">
        <Score cell={cell} monitor={monitor} />
        <p className="text-muted text-sm tabular-nums">{countsInWords(finding).join("; ")}.</p>
        {faults.length > 0 ? (
          <Callout tone="warning">{`Quality: ${faults.map(qualityInWords).join("; ")}.`}</Callout>
        ) : null}
        {reevaluatedAt === null ? null : (
          <Callout>
            This window was judged again <RelativeTime at={reevaluatedAt} />, after it had closed:
            rows came late, or it was counted anew.
          </Callout>
        )}
        {compared ? (
          <>
            <p className="text-sm tabular-nums">{changeSentence(compared)}</p>
            <DistributionBars distribution={compared.distribution} />
          </>
        ) : (
          <p className="text-muted text-sm">
            {`The counts of this window’s ${formatPlural(finding.rows, "row")} are kept no more.`}
          </p>
        )}
      </CardBody>
    </Card>
  );
}
