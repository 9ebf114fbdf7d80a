import type { WatchedColumn } from "@/lib/datasets/schema/window-profiles";
import type { LimitInput, MonitorMethod, MonitorPreset } from "../schema/methods";

type Kind = WatchedColumn["kind"];

interface Facts {
  kinds: readonly Kind[];
  /** "test" is judged by its p-value only, "both" also by its distance. */
  judges: "distance" | "test" | "both";
}

const BOTH_KINDS: readonly Kind[] = ["number", "category"];
const DISTANCE: Facts = { kinds: BOTH_KINDS, judges: "distance" };
const NUMERIC: Facts = { kinds: ["number"], judges: "distance" };
const CATEGORICAL_TEST: Facts = { kinds: ["category"], judges: "test" };

export const METHOD_FACTS: Readonly<Record<MonitorMethod, Facts>> = {
  jensen_shannon: DISTANCE,
  jensen_shannon_2: DISTANCE,
  jensen_shannon_divergence: DISTANCE,
  psi: DISTANCE,
  hellinger: DISTANCE,
  kl: DISTANCE,
  l_infinity: DISTANCE,
  l_infinity_robust: DISTANCE,
  total_variation: DISTANCE,
  ks: { kinds: ["number"], judges: "both" },
  wasserstein: NUMERIC,
  wasserstein_sigma: NUMERIC,
  t_test: { kinds: ["number"], judges: "test" },
  z_test: { kinds: BOTH_KINDS, judges: "test" },
  chi2_goodness: CATEGORICAL_TEST,
  chi2: CATEGORICAL_TEST,
  g_test: CATEGORICAL_TEST,
};

const LIMIT_WORDS: Readonly<Record<LimitInput["kind"], string>> = {
  constant: "a constant distance",
  learned: "a learned distance",
  p_value: "a p-value",
  false_alarms: "a time between false alarms",
};

/** Why a column of this kind cannot be judged so; null when it can. */
export function problemOf(
  kind: Kind,
  method: MonitorMethod,
  limit: LimitInput["kind"],
): string | null {
  const { kinds, judges } = METHOD_FACTS[method];
  if (!kinds.includes(kind))
    return `The method ${method} is for ${kind === "number" ? "categories" : "numbers"} only.`;
  const isDistance = limit === "constant" || limit === "learned";
  if (limit === "false_alarms") return null;
  if (isDistance && judges === "test")
    return `The method ${method} is judged by its p-value, not by ${LIMIT_WORDS[limit]}.`;
  if (!isDistance && judges === "distance")
    return `The method ${method} has no p-value: give it ${LIMIT_WORDS.constant}, ${LIMIT_WORDS.learned} or ${LIMIT_WORDS.false_alarms}.`;
  return null;
}

const DISTANCE_LIMIT = 0.1;
const P_VALUE_LIMIT = 0.05;

/** A number as a threshold: of tests it is a p-value. */
export const limitOf = (method: MonitorMethod, threshold?: number): LimitInput =>
  METHOD_FACTS[method].judges === "test"
    ? { kind: "p_value", rate: threshold ?? P_VALUE_LIMIT }
    : { kind: "constant", value: threshold ?? DISTANCE_LIMIT };

interface Shape {
  kind: Kind;
  /** Rows of the reference with a value. */
  values: number;
  distinct: number;
}

/** References of so many rows or fewer are compared by tests in Evidently. */
const SMALL = 1_000;
/** Numbers with so many different values or fewer are categories there. */
const FEW = 5;
const P_VALUE: LimitInput = { kind: "p_value", rate: P_VALUE_LIMIT };

function byEvidently({ kind, values, distinct }: Shape): Judged {
  const isSmall = values <= SMALL;
  if (kind === "number" && distinct > FEW)
    return isSmall
      ? { method: "ks", limit: P_VALUE }
      : { method: "wasserstein_sigma", limit: limitOf("wasserstein_sigma") };
  if (!isSmall) return { method: "jensen_shannon", limit: limitOf("jensen_shannon") };
  if (distinct <= 2) return { method: "z_test", limit: P_VALUE };
  return kind === "number"
    ? { method: "ks", limit: P_VALUE }
    : { method: "chi2_goodness", limit: P_VALUE };
}

export interface Judged {
  method: MonitorMethod;
  limit: LimitInput;
}

/** What a preset makes of a column. */
export function judgedBy(preset: MonitorPreset, shape: Shape): Judged {
  switch (preset) {
    case "evidently":
      return byEvidently(shape);
    case "nannyml":
      return { method: "jensen_shannon_2", limit: { kind: "learned", from: "reference" } };
    case "slipway":
      return { method: "jensen_shannon", limit: limitOf("jensen_shannon") };
  }
}
