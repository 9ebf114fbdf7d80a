import type { Measured } from "../schema/gates";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** What the evaluation of a gate found, in values that do not change while nothing has changed. */
export interface Finding {
  verdict: Measured;
  /** What was asked for and what was seen, as people read them. */
  threshold: string;
  observed: string;
  /** One sentence: why this verdict. */
  summary: string;
  evidence: { readonly [key: string]: Json };
  freshUntil: Date | null;
}

/** A number as people read it; the evidence holds it whole. */
export function shortNumber(value: number): string {
  return Number.isFinite(value) ? String(Number(value.toPrecision(6))) : String(value);
}

/** JSON has no NaN and no infinities: they are their names. */
export function exactNumber(value: number): number | string {
  return Number.isFinite(value) ? value : String(value);
}
