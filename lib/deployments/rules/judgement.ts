import type { Verdict } from "../schema/rollouts";

/** What a check said at a look. */
export interface Judgement {
  key: string;
  verdict: Verdict;
  /** True when it has said nothing yet because there are too few samples. */
  isEarly: boolean;
  /** What the candidate does, and the stable revision where it is compared. */
  observed: number | null;
  baseline: number | null;
  /** Where it would be too bad. */
  limit: number | null;
  /** How strong the evidence is that it is too bad: a p-value that holds at every look. */
  pValue: number | null;
  samples: number;
  baselineSamples: number | null;
}
