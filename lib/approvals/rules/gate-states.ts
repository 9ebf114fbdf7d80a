import { type GateDefinition, MEASURED_VERDICTS, type Measured } from "../schema/gates";
import type { GateState } from "./standing";

export interface GateResultFacts {
  id: bigint;
  gateKey: string;
  kind: string;
  verdict: string;
  evidenceHash: string;
  freshUntil: Date | null;
}

export interface WaiverFacts {
  id: bigint;
  gateKey: string;
  until: Date;
  revokedAt: Date | null;
}

/** What is not a verdict counts as none. */
export function toMeasured(verdict: string | undefined): Measured {
  return MEASURED_VERDICTS.find((one) => one === verdict) ?? "not_run";
}

export interface JudgedGate<
  Result extends GateResultFacts = GateResultFacts,
  Waiver extends WaiverFacts = WaiverFacts,
> extends GateState {
  definition: GateDefinition;
  measured: Measured;
  result: Result | null;
  waiver: Waiver | null;
}

/**
 * The gates of a policy with the newest result of each, and the waiver that lies over it. What a gate of the same key said
 * while it was of another kind is about something else.
 */
export function judgeGates<Result extends GateResultFacts, Waiver extends WaiverFacts>(
  definitions: readonly GateDefinition[],
  results: readonly Result[],
  waivers: readonly Waiver[],
  now: Date,
): JudgedGate<Result, Waiver>[] {
  return definitions.map((definition) => {
    const { key, kind, title, isBlocking } = definition;
    const own = results.filter((one) => one.gateKey === key && one.kind === kind);
    const result = own.reduce<Result | null>(
      (newest, one) => (newest && newest.id > one.id ? newest : one),
      null,
    );
    const waiver =
      waivers.findLast((one) => one.gateKey === key && one.revokedAt === null && one.until > now) ??
      null;
    const measured = toMeasured(result?.verdict);
    const isFresh = waiver !== null || !result?.freshUntil || result.freshUntil > now;
    const isWaived = waiver !== null && measured !== "pass";
    return {
      key,
      title,
      isBlocking,
      definition,
      measured,
      verdict: isWaived ? "waived" : measured,
      isFresh,
      result,
      waiver,
    };
  });
}
