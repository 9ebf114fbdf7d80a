import type { AbLookDto } from "../dto/ab-tests";
import type { AbQuestion } from "../schema/ab-tests";
import { effectOf, isUndefined, type Moments, sequentialInterval } from "./effects";

/** What was counted in one stretch of a test's time. */
export interface Stretch {
  /** When the last of it was counted, in milliseconds since the epoch. */
  at: number;
  control: Moments;
  treatment: Moments;
}

export const NOTHING: Moments = { n: 0, sum: 0, sumSquares: 0 };

export const plus = (one: Moments, other: Moments): Moments => ({
  n: one.n + other.n,
  sum: one.sum + other.sum,
  sumSquares: one.sumSquares + other.sumSquares,
});

/** What somebody who looked at the end of each stretch would have seen, from the first one on that tells anything. */
export function looksOf(stretches: readonly Stretch[], question: AbQuestion): AbLookDto[] {
  let [control, treatment] = [NOTHING, NOTHING];
  return stretches.flatMap((stretch) => {
    control = plus(control, stretch.control);
    treatment = plus(treatment, stretch.treatment);
    const effect = effectOf(control, treatment, question);
    if (isUndefined(effect)) return [];
    const { estimate, lower, upper } = sequentialInterval(effect, question);
    return [{ at: stretch.at, units: control.n + treatment.n, estimate, lower, upper }];
  });
}
