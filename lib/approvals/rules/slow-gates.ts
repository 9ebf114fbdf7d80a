import type { GateDefinition } from "../schema/gates";
import type { Finding } from "./findings";

/** Kinds that read files or wait for other people's systems: too slow for a transaction. */
const SLOW_KINDS = ["artifact_verified", "signature_compatible", "webhook"] as const;
export type SlowGate = Extract<GateDefinition, { kind: (typeof SLOW_KINDS)[number] }>;

export function isSlow(gate: GateDefinition): gate is SlowGate {
  return SLOW_KINDS.some((kind) => kind === gate.kind);
}

const MINUTE_MS = 60_000;
/** Files are read within this, tries that failed included, or the evaluation says that they were not. */
const READING_MINUTES = 90;

/** By when a slow gate must have said something. */
export function deadlineOf(gate: SlowGate, now: Date): Date {
  const minutes = gate.kind === "webhook" ? gate.config.deadlineMinutes : READING_MINUTES;
  return new Date(now.getTime() + minutes * MINUTE_MS);
}

/** What a slow gate says until it was evaluated. */
export function waiting(gate: SlowGate, now: Date): Finding {
  return {
    verdict: "not_run",
    threshold: "",
    observed: "",
    summary:
      gate.kind === "webhook"
        ? `Waits for the answer of ${new URL(gate.config.url).host}.`
        : "Waits for the files to be read.",
    evidence: {},
    freshUntil: deadlineOf(gate, now),
  };
}

/** What a slow gate says that said nothing in time. */
export function overdue(deadline: Date): Finding {
  return {
    verdict: "inconclusive",
    threshold: "",
    observed: "",
    summary: `There was no result by ${deadline.toISOString().slice(0, 16).replace("T", " ")} UTC. Run the gates again.`,
    evidence: { deadline: deadline.toISOString() },
    freshUntil: null,
  };
}

/** What a slow gate says that could not be evaluated, however often that was tried. */
export function broken(reason: string): Finding {
  return {
    verdict: "inconclusive",
    threshold: "",
    observed: "",
    summary: reason,
    evidence: {},
    freshUntil: null,
  };
}

interface Known {
  verdict: string;
  basis: string;
  freshUntil: Date | null;
}

/**
 * What there is to do about a slow gate: nothing while its result is about the present basis, ask when there is none,
 * give up when nobody answered in time.
 */
export function nextStep(
  known: Known | undefined,
  basis: string,
  now: Date,
): "keep" | "ask" | "give up" {
  if (!known || known.basis !== basis) return "ask";
  const hasEnded = known.freshUntil !== null && known.freshUntil <= now;
  if (!hasEnded) return "keep";
  return known.verdict === "not_run" ? "give up" : "ask";
}
