import type { RolloutPlan } from "@/lib/deployments/schema/rollouts";
import type { Severity } from "@/lib/monitors/schema/alerts";
import { type Act, keptWish } from "../schema/acts";
import type { SignalKind } from "../schema/incidents";

/** What a deployment does by itself. */
export interface ResponseDto {
  act: Act;
  /** Every alert of a monitor when empty. */
  signals: SignalKind[];
  severity: Severity;
  coolDownHours: number;
  startsRollout: boolean;
  /** Of a retraining; null for the usual one. */
  rollout: RolloutPlan | null;
  setBy: string;
  /** Milliseconds since the epoch. */
  setAt: number;
}

export interface ResponseRow extends Omit<ResponseDto, "startsRollout" | "rollout" | "setAt"> {
  wish: unknown;
  setAt: Date;
}

export function toResponseDto({ wish, setAt, ...row }: ResponseRow): ResponseDto {
  const { startsRollout, rollout = null } = keptWish.parse(wish);
  return { ...row, startsRollout, rollout, setAt: setAt.getTime() };
}
