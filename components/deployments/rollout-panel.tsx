import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { RelativeTime } from "@/components/ui/relative-time";
import type { RolloutDto } from "@/lib/deployments/dto/rollouts";
import { formatShare } from "@/lib/deployments/rules/plans";
import {
  bakeWords,
  isOpen,
  metricWords,
  PHASE_WORDS,
  resultWords,
  stepWords,
  toneOfPhase,
  VERDICT_TONES,
  VERDICT_WORDS,
} from "@/lib/deployments/rules/rollout-words";
import { RolloutButtons } from "./rollout-buttons";

function Steps({ rollout }: { rollout: RolloutDto }) {
  const { steps, step, phase } = rollout;
  const reached = phase === "promoting" || phase === "succeeded" ? steps.length : step;
  const numbered = steps.map((one, index) => ({ index, ...one }));
  return (
    <ol className="grid gap-1 text-sm" aria-label="Steps">
      {numbered.map(({ index, ...one }) => (
        <li
          key={index}
          aria-current={isOpen(rollout) && index === step ? "step" : undefined}
          className="flex flex-wrap items-center gap-2"
        >
          <span className="w-6 text-muted tabular-nums">{index + 1}</span>
          <span className="font-medium tabular-nums">
            {one.shadow > 0 ? `Copies of ${formatShare(one.shadow)}` : formatShare(one.weight)}
          </span>
          <span className="text-muted">{bakeWords(one)}</span>
          {index < reached ? <Badge tone="success">Passed</Badge> : null}
          {index === reached && isOpen(rollout) ? <Badge tone="info">Now</Badge> : null}
        </li>
      ))}
    </ol>
  );
}

function Checks({ rollout }: { rollout: RolloutDto }) {
  const { plan, checks } = rollout;
  return (
    <ul className="divide-y divide-line" aria-label="Checks">
      {plan.checks.map((check) => {
        const result = checks.find(({ key }) => key === check.key);
        return (
          <li key={check.key} className="grid gap-1 py-2">
            <div className="flex flex-wrap items-center gap-2 text-sm">
              <span className="font-medium">{metricWords(check)}</span>
              <Badge>{check.role === "guardrail" ? "Guardrail" : "Signal"}</Badge>
              {result ? (
                <Badge tone={VERDICT_TONES[result.verdict]}>{VERDICT_WORDS[result.verdict]}</Badge>
              ) : null}
              {result ? (
                <span className="text-muted text-xs">
                  <RelativeTime at={result.at} />
                </span>
              ) : null}
            </div>
            <p className="break-words text-muted text-xs tabular-nums">
              {resultWords(check, result)}
            </p>
          </li>
        );
      })}
    </ul>
  );
}

function Events({ events }: Pick<RolloutDto, "events">) {
  return (
    <ul className="divide-y divide-line" aria-label="Decisions">
      {events.map(({ version, phase, step, weight, reason, actor, at }) => (
        <li key={version} className="grid gap-1 px-4 py-2">
          <div className="flex flex-wrap items-center gap-2 text-sm">
            <Badge tone={toneOfPhase(phase)}>{PHASE_WORDS[phase]}</Badge>
            <span className="text-muted tabular-nums">
              step {step + 1}
              {weight === null ? null : `, candidate ${formatShare(weight)}`}
            </span>
          </div>
          <p className="break-words text-muted text-xs">
            {actor ?? "Slipway"} · <RelativeTime at={at} />
            {reason === "" ? null : ` · ${reason}`}
          </p>
        </li>
      ))}
    </ul>
  );
}

interface RolloutPanelProps {
  rollout: RolloutDto;
  /** True when no worker looks at it. */
  isUnwatched: boolean;
  mayChange: boolean;
}

/** How far a rollout has come, what its checks say, and what people can do to it. */
export function RolloutPanel({ rollout, isUnwatched, mayChange }: RolloutPanelProps) {
  const { number, phase, reason, candidate, stable } = rollout;
  const tone = toneOfPhase(phase);
  return (
    <>
      {isUnwatched ? (
        <Callout tone="danger" title="No worker looks at this rollout">
          Its guardrails do not work while no worker runs. The traffic stays as it is.
        </Callout>
      ) : null}
      <Card aria-label={`Rollout ${number}`}>
        <CardHeader
          className="max-sm:flex-wrap"
          title={`Rollout ${number}: revision ${candidate} in the place of revision ${stable}`}
          description={isOpen(rollout) ? stepWords(rollout) : undefined}
          actions={mayChange && isOpen(rollout) ? <RolloutButtons rollout={rollout} /> : undefined}
        />
        <CardBody className="grid gap-4">
          <div className="flex flex-wrap items-center gap-2 text-sm">
            <Badge tone={tone}>{PHASE_WORDS[phase]}</Badge>
            <span className="min-w-0 break-words">{reason}</span>
          </div>
          <div className="grid gap-6 md:grid-cols-2">
            <Steps rollout={rollout} />
            <Checks rollout={rollout} />
          </div>
        </CardBody>
      </Card>
      <Card aria-label="Decisions of the rollout">
        <CardHeader
          title="Decisions"
          description="Each weight that was in force, by whom and why."
        />
        <Events events={rollout.events} />
      </Card>
    </>
  );
}
