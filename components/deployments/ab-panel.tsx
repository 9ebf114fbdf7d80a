"use client";
import { useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Field } from "@/components/ui/field";
import { RelativeTime } from "@/components/ui/relative-time";
import { Switch } from "@/components/ui/switch";
import type { AbTestDto } from "@/lib/deployments/dto/ab-tests";
import {
  adviceWords,
  allowanceWords,
  DECISION_WORDS,
  fixedView,
  formatEffect,
  GUARDRAIL_WORDS,
  guardrailWords,
  verdictWords,
} from "@/lib/deployments/rules/ab-words";
import { VERDICT_TONES, VERDICT_WORDS } from "@/lib/deployments/rules/rollout-words";
import { AbArms } from "./ab-arms";
import { AbButtons } from "./ab-buttons";
import { AbChart } from "./ab-chart";

/** What to do, why, and how. */
function Verdict({ test }: { test: AbTestDto }) {
  const { result, decision, reason } = test;
  if (decision)
    return (
      <Callout tone="neutral" title={DECISION_WORDS[decision]}>
        {reason}
      </Callout>
    );
  const { title, tone } = verdictWords(test);
  return (
    <Callout tone={tone} title={title}>
      {result.reason} {adviceWords(test)}
    </Callout>
  );
}

function Split({ result }: Pick<AbTestDto, "result">) {
  const { pValue, flagged, reason } = result.sampleRatio;
  if (pValue === null) return <>{reason ?? "Nothing to check yet."}</>;
  return (
    <>
      <Badge tone={flagged ? "danger" : "success"}>
        {flagged ? "Not as planned" : "As planned"}
      </Badge>
      {reason ? <span className="ml-2 text-muted">{reason}</span> : null}
    </>
  );
}

function Guardrails({ guardrails, limits }: Pick<AbTestDto, "guardrails" | "limits">) {
  return (
    <section className="grid gap-1">
      <h3 className="text-muted text-sm">Guardrails, from the traffic of its time</h3>
      <ul aria-label="Guardrails" className="divide-y divide-line">
        {guardrails.map((guardrail) => (
          <li key={guardrail.key} className="grid gap-1 py-2">
            <div className="flex flex-wrap items-center gap-2 text-sm">
              <span className="font-medium">{GUARDRAIL_WORDS[guardrail.key]}</span>
              <Badge tone={VERDICT_TONES[guardrail.verdict]}>
                {VERDICT_WORDS[guardrail.verdict]}
              </Badge>
            </div>
            <p className="break-words text-xs tabular-nums">
              Limit: {allowanceWords(guardrail.key, limits)}.
            </p>
            <p className="break-words text-muted text-xs tabular-nums">
              {guardrailWords(guardrail)}
            </p>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** The interval of a test that is looked at once, for whoever asks for it. */
function FixedHorizon({ test }: { test: AbTestDto }) {
  const [isShown, setIsShown] = useState(false);
  const { mayRead, words } = fixedView(test);
  return (
    <div className="grid gap-2">
      <Field label="Fixed-horizon view" inline>
        <Switch checked={isShown} onCheckedChange={setIsShown} />
      </Field>
      {isShown ? (
        <Callout
          tone={mayRead ? "info" : "warning"}
          title={formatEffect(test.result.fixed, test.question)}
        >
          {words}
        </Callout>
      ) : null}
    </div>
  );
}

/** One A/B test as a manager reads it: what to do and why first, numbers below. */
export function AbPanel({ test, mayChange }: { test: AbTestDto; mayChange: boolean }) {
  const { result, question, control, treatment, decision } = test;
  return (
    <Card aria-label={`A/B test ${test.number}`}>
      <CardHeader
        className="max-sm:flex-wrap"
        title={test.name}
        description={`Revision ${control.revision} against revision ${treatment.revision}, by “${question.metric}” (${question.better} is better)`}
        actions={mayChange && decision === null ? <AbButtons test={test} /> : undefined}
      />
      <CardBody className="grid gap-4">
        <Verdict test={test} />
        <div
          className={cn("grid gap-6 lg:grid-cols-2", result.sampleRatio.flagged && "opacity-60")}
        >
          <AbChart test={test} />
          <div className="grid content-start gap-4">
            <AbArms test={test} />
            <DescriptionList>
              <DescriptionItem term="Difference">
                <span className="tabular-nums">{formatEffect(result.sequential, question)}</span>{" "}
                <Badge>holds at every look</Badge>
              </DescriptionItem>
              <DescriptionItem term="Split">
                <Split result={result} />
              </DescriptionItem>
              <DescriptionItem term="Started">
                <RelativeTime at={test.startedAt} /> by {test.createdBy}
              </DescriptionItem>
            </DescriptionList>
            <Guardrails guardrails={test.guardrails} limits={test.limits} />
            <FixedHorizon test={test} />
          </div>
        </div>
      </CardBody>
    </Card>
  );
}
