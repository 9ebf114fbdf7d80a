import type { Comparison } from "../rules/recommendation";
import type { AbQuestion, DECISIONS } from "../schema/ab-tests";

export interface ArmDto {
  revision: number;
  n: number;
  sum: number;
  sumSquares: number;
  /** Null while it has no outcome. */
  mean: number | null;
}

/** Times are milliseconds since the epoch. */
export interface AbTestDto {
  number: number;
  name: string;
  deployment: string;
  question: AbQuestion;
  control: ArmDto;
  treatment: ArmDto;
  /** Of the two, as the traffic is split now. */
  weights: [number, number];
  result: Comparison;
  decision: (typeof DECISIONS)[number] | null;
  reason: string;
  createdBy: string;
  startedAt: number;
  endedAt: number | null;
}
