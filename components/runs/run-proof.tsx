"use client";
import { useQuery } from "@tanstack/react-query";
import { CircleCheck, CircleDashed, ShieldAlert, ShieldCheck } from "lucide-react";
import { useCan } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { RunMetricsProof } from "@/lib/runs/dto/proof";
import { metricsProofOptions } from "@/lib/runs/query-options/metrics-proof";

interface RunProofProps {
  workspace: string;
  runUuid: string;
}

const VERDICTS = {
  proven: {
    Icon: CircleCheck,
    look: "text-success-fg",
    text: "As they were when the run finished",
  },
  added: { Icon: ShieldAlert, look: "text-warning-fg", text: "Written to after the run finished" },
  changed: { Icon: ShieldAlert, look: "text-danger-fg", text: "Not what was sealed" },
  unsealed: {
    Icon: CircleDashed,
    look: "text-muted",
    text: "Not sealed yet; try again in a moment",
  },
} as const;

function Verdict({ workspace, proof }: { workspace: string; proof: RunMetricsProof }) {
  const canReadTrail = useCan("audit:read");
  const { Icon, look, text } = VERDICTS[proof.verdict];
  const { points, params } = proof.now;
  return (
    <>
      <span role="status" className={`flex items-center gap-1 ${look}`}>
        <Icon aria-hidden="true" className="size-4 shrink-0" />
        {text}
      </span>
      <span className="text-muted text-xs">
        {formatPlural(points, "point")} and {formatPlural(params, "parameter")} read
        {proof.sealed ? (
          <>
            , sealed <RelativeTime at={Date.parse(proof.sealed.at)} />
            {canReadTrail ? (
              <>
                {" "}
                in{" "}
                <Link
                  href={routes.audit(workspace, { event: String(proof.sealed.eventId) })}
                  className="rounded-xs text-accent-fg underline"
                >
                  audit event {proof.sealed.eventId}
                </Link>
              </>
            ) : null}
          </>
        ) : null}
      </span>
    </>
  );
}

/** Recomputes the digest of a finished run's points and parameters and says whether it is the sealed one. */
export function RunProof({ workspace, runUuid }: RunProofProps) {
  const read = useQuery({ ...metricsProofOptions(workspace, runUuid), enabled: false });
  return (
    <div className="grid justify-items-start gap-1">
      {read.data ? <Verdict workspace={workspace} proof={read.data} /> : null}
      {read.isError ? (
        <span role="alert" className="text-danger-fg">
          {read.error.message}
        </span>
      ) : null}
      <Button
        size="sm"
        variant="secondary"
        loading={read.isFetching}
        onClick={() => void read.refetch()}
      >
        <ShieldCheck aria-hidden="true" />
        {read.data ? "Verify again" : "Verify metrics"}
      </Button>
    </div>
  );
}
