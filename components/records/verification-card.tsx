"use client";
import { CircleX, ShieldAlert, ShieldCheck } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Progress } from "@/components/ui/progress";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { describeBreak } from "@/lib/audit/describe";
import { formatCount, formatPlural } from "@/lib/core/format";
import { verifyTrailAction } from "@/lib/records/actions";
import type { VerificationRunDto } from "@/lib/records/dto";

interface VerificationCardProps {
  /** The newest one first. */
  runs: readonly VerificationRunDto[];
}

const isUnderWay = ({ state }: VerificationRunDto) => state === "waiting" || state === "running";

/** Recomputes the chain in the background; what it found stays here with its time. */
export function VerificationCard({ runs }: VerificationCardProps) {
  const { slug } = useWorkspace();
  const [isStarting, setIsStarting] = useState(false);
  const [newest, ...older] = runs;
  const isBusy = newest !== undefined && isUnderWay(newest);
  const start = async () => {
    setIsStarting(true);
    const result = await verifyTrailAction({ workspace: slug });
    setIsStarting(false);
    if (!result.ok) toast(result.error.message);
  };
  return (
    <Card aria-label="Verification">
      <CardHeader
        title="Verification"
        description="Recomputes every row of the whole installation's chain from its events, and compares it with the signed checkpoints."
        actions={
          <Button
            variant="primary"
            loading={isStarting || isBusy}
            disabled={isBusy}
            onClick={() => void start()}
          >
            Verify now
          </Button>
        }
      />
      <CardBody className="grid gap-4" aria-live="polite">
        {newest ? (
          <Outcome run={newest} />
        ) : (
          <p className="text-muted text-sm">Nobody has verified the trail from here yet.</p>
        )}
        {older.length > 0 ? <Older runs={older} /> : null}
      </CardBody>
    </Card>
  );
}

function Outcome({ run }: { run: VerificationRunDto }) {
  if (isUnderWay(run))
    return (
      <div className="grid gap-2">
        <p className="text-sm tabular-nums">
          {formatCount(run.verified)} of about {formatCount(run.total)} rows verified
        </p>
        <Progress
          label="Verification"
          value={run.total === 0 || run.verified === 0 ? null : run.verified / run.total}
        />
      </div>
    );
  if (!run.result)
    return (
      <Callout tone="warning" title="The verification did not finish">
        Start it again. When it fails once more, run npm run audit:verify where Slipway runs.
      </Callout>
    );
  return <Finding run={run} result={run.result} />;
}

type Result = NonNullable<VerificationRunDto["result"]>;

function Finding({ run, result }: { run: VerificationRunDto; result: Result }) {
  const { verified, checkpoints, keys, erased, head, firstBreak } = result;
  const facts = (
    <ul className="grid gap-0.5 text-sm">
      <li>
        Rows 1 to {formatCount(verified)} {firstBreak ? "before it " : ""}are as they were written
        {head ? (
          <>
            , up to hash <code className="break-all font-mono text-xs">{head.hash}</code>
          </>
        ) : null}
        .
      </li>
      <li>
        {formatPlural(checkpoints, "signed checkpoint")} {checkpoints === 1 ? "agrees" : "agree"},
        signed by key {keys.join(", ") || "none"}.
        {run.compared > 0 ? ` ${run.compared} of them were kept elsewhere.` : ""}
      </li>
      {erased > 0 ? (
        <li>
          {formatPlural(erased, "payload")} were erased when their retention ended, on record.
        </li>
      ) : null}
      <li className="text-muted">
        <RelativeTime at={run.finishedAt ?? run.createdAt} />, asked for by{" "}
        {run.requestedBy ?? "somebody who is gone"}
      </li>
    </ul>
  );
  if (firstBreak)
    return (
      <Callout tone="danger" title={`The trail is broken. ${describeBreak(firstBreak)}`}>
        {facts}
      </Callout>
    );
  if (!result.isComplete)
    return (
      <Callout tone="warning" title="Intact as far as it was read; the time was up before the end">
        {facts}
      </Callout>
    );
  return (
    <Callout tone="success" title="The audit trail is intact">
      {facts}
    </Callout>
  );
}

function Older({ runs }: { runs: readonly VerificationRunDto[] }) {
  return (
    <section aria-label="Earlier verifications" className="grid gap-1">
      <h3 className="text-muted text-xs">Earlier</h3>
      <ul className="grid gap-1">
        {runs.map((run) => (
          <li key={run.id} className="flex flex-wrap items-center gap-x-2 text-sm">
            <Verdict run={run} />
            <span className="text-muted text-xs">
              <RelativeTime at={run.finishedAt ?? run.createdAt} />, {run.requestedBy ?? "gone"}
            </span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Verdict({ run }: { run: VerificationRunDto }) {
  if (!run.result)
    return (
      <span className="inline-flex items-center gap-1.5">
        <CircleX aria-hidden="true" className="size-3.5 text-subtle" />
        did not finish
      </span>
    );
  const { isIntact, firstBreak, verified } = run.result;
  return isIntact ? (
    <span className="inline-flex items-center gap-1.5">
      <ShieldCheck aria-hidden="true" className="size-3.5 text-success-fg" />
      intact, {formatPlural(verified, "row")}
    </span>
  ) : (
    <span className="inline-flex items-center gap-1.5">
      <ShieldAlert aria-hidden="true" className="size-3.5 text-danger-fg" />
      {firstBreak ? describeBreak(firstBreak) : "broken"}
    </span>
  );
}
