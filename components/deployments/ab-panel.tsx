import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import type { AbTestDto } from "@/lib/deployments/dto/ab-tests";
import {
  DECISION_WORDS,
  formatEffect,
  formatMean,
  RECOMMENDATION_WORDS,
} from "@/lib/deployments/rules/ab-words";
import { AbButtons } from "./ab-buttons";

/** One A/B test as a manager reads it: what to do and why first, numbers below. */
export function AbPanel({ test, mayChange }: { test: AbTestDto; mayChange: boolean }) {
  const { result, question, control, treatment, decision } = test;
  const { sampleRatio } = result;
  const { label, tone } = RECOMMENDATION_WORDS[result.recommendation];
  return (
    <Card aria-label={`A/B test ${test.number}`}>
      <CardHeader
        title={test.name}
        description={`Revision ${control.revision} against revision ${treatment.revision}, by “${question.metric}” (${question.better} is better)`}
        actions={mayChange && decision === null ? <AbButtons test={test} /> : undefined}
      />
      <CardBody className="grid gap-4">
        {sampleRatio.flagged ? (
          <Callout tone="danger" title="The split is not as planned">
            The arms did not get the units that they should have. The numbers below cannot be
            trusted until the cause is found.
          </Callout>
        ) : null}
        <Callout
          tone={decision ? "neutral" : tone}
          title={decision ? DECISION_WORDS[decision] : label}
        >
          {decision ? test.reason : result.reason}
        </Callout>
        <div className={cn(sampleRatio.flagged && "opacity-60")}>
          <DescriptionList>
            {[
              { name: "Control", arm: control },
              { name: "Treatment", arm: treatment },
            ].map(({ name, arm }) => (
              <DescriptionItem key={name} term={`${name} (revision ${arm.revision})`}>
                <span className="tabular-nums">
                  {formatMean(arm.mean, question)} from {arm.n} units
                </span>
              </DescriptionItem>
            ))}
            <DescriptionItem term="Difference">
              <span className="tabular-nums">{formatEffect(result.sequential, question)}</span>{" "}
              <Badge>holds at every look</Badge>
            </DescriptionItem>
            <DescriptionItem term="At one planned look">
              <span className="tabular-nums">{formatEffect(result.fixed, question)}</span>
            </DescriptionItem>
            <DescriptionItem term="Split">
              {sampleRatio.pValue === null
                ? (sampleRatio.reason ?? "Nothing to check yet.")
                : sampleRatio.flagged
                  ? "Not as planned"
                  : "As planned"}
            </DescriptionItem>
            <DescriptionItem term="Started">
              <RelativeTime at={test.startedAt} /> by {test.createdBy}
            </DescriptionItem>
          </DescriptionList>
        </div>
      </CardBody>
    </Card>
  );
}
