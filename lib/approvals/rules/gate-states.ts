import type { GateDefinition } from "../schema/policies";
import type { Verdict } from "../schema/requests";
import type { GateState } from "./standing";

export type Measured = Exclude<Verdict, "waived">;

export interface GateResultFacts {
  id: bigint;
  gateKey: string;
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

const MEASURED: readonly Measured[] = ["pass", "fail", "warn", "inconclusive", "not_run"];

/** What is not a verdict counts as none. */
export function toMeasured(verdict: string | undefined): Measured {
  return MEASURED.find((one) => one === verdict) ?? "not_run";
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

/** The gates of a policy with the newest result of each, and the waiver that lies over it. */
export function judgeGates<Result extends GateResultFacts, Waiver extends WaiverFacts>(
  definitions: readonly GateDefinition[],
  results: readonly Result[],
  waivers: readonly Waiver[],
  now: Date,
): JudgedGate<Result, Waiver>[] {
  return definitions.map((definition) => {
    const { key, title, isBlocking } = definition;
    const own = results.filter(({ gateKey }) => gateKey === key);
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
