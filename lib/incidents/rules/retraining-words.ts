import type { JobStatus } from "@/lib/compute/schema/jobs";

/** How a job has ended: empty for well, absent while it goes on. */
export const JOB_ENDS: Readonly<Partial<Record<JobStatus, string>>> = {
  succeeded: "",
  failed: "failed",
  cancelled: "was cancelled",
  lost: "was lost",
};

/** How a request that leads nowhere has ended; absent while somebody may still decide. */
export const REQUEST_ENDS: Readonly<Record<string, string>> = {
  rejected: "was rejected",
  withdrawn: "was withdrawn",
  expired: "was approved, but not applied in time",
  failed: "was approved, but could not be applied",
};

export const ROLLOUT_ENDS: Readonly<Record<string, string>> = {
  rolled_back: "was rolled back",
  aborted: "was aborted",
  superseded: "was superseded",
};

interface JudgedGate {
  title: string;
  isBlocking: boolean;
  verdict: string;
}

const REFUSALS: Readonly<Record<string, string>> = {
  fail: "fails",
  inconclusive: "is inconclusive",
};

/** The gates that refuse, in words; empty while none does. */
export const gateWords = (gates: readonly JudgedGate[]): string =>
  gates
    .flatMap(({ title, isBlocking, verdict }) => {
      const refusal = REFUSALS[verdict];
      return isBlocking && refusal ? [`${title} ${refusal}`] : [];
    })
    .join(", ");
