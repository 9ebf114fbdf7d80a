import type { Comparison } from "../rules/recommendation";
import type { AbGuardrail, AbLimits, AbQuestion, DECISIONS } from "../schema/ab-tests";
import type { Verdict } from "../schema/rollouts";

export interface ArmDto {
  revision: number;
  n: number;
  sum: number;
  sumSquares: number;
  /** Null while it has no outcome. */
  mean: number | null;
}

/** What was known at a moment of the test: the interval holds at all of them at once. */
export interface AbLookDto {
  at: number;
  /** Units of both arms. */
  units: number;
  estimate: number;
  lower: number;
  upper: number;
}

/** What the treatment does to requests, beside the control. */
export interface AbGuardrailDto {
  key: AbGuardrail;
  verdict: Verdict;
  /** True while there were too few requests. */
  isEarly: boolean;
  control: number | null;
  treatment: number | null;
  /** What the treatment may do at most. */
  limit: number | null;
  controlRequests: number;
  treatmentRequests: number;
}

/** Times are milliseconds since the epoch. */
export interface AbTestDto {
  number: number;
  name: string;
  deployment: string;
  question: AbQuestion;
  /** Of the guardrails, as they were set at the start. */
  limits: AbLimits;
  control: ArmDto;
  treatment: ArmDto;
  /** Of the two, as the traffic is split now, or was at the decision. */
  weights: [number, number];
  result: Comparison;
  /** By time; at most 60. */
  looks: AbLookDto[];
  /** From the traffic of the test's time, of its last week when it is longer. */
  guardrails: AbGuardrailDto[];
  decision: (typeof DECISIONS)[number] | null;
  reason: string;
  createdBy: string;
  startedAt: number;
  endedAt: number | null;
}

/** What is known of a test; kept with its decision, for what it is read from is not kept for ever. */
export type AbFactsDto = Pick<
  AbTestDto,
  "control" | "treatment" | "weights" | "result" | "looks" | "guardrails"
>;
