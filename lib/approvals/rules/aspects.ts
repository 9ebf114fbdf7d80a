/** Besides how good it is: what somebody who decides about a version asks for. */
export const ASPECTS = [
  "latency",
  "load",
  "calibration",
  "cost",
  "bias",
  "explainability",
  "robustness",
] as const;
export type AspectKey = (typeof ASPECTS)[number];

interface Convention {
  label: string;
  /** First part of the names of metrics that are about nothing else. */
  prefixes: readonly string[];
  /** Words that other metrics of it have in their names. */
  words: RegExp;
  /** Where among a run's artifacts its files are. */
  folders: readonly string[];
}

/** How metrics and files say what they are about. */
const CONVENTIONS: Readonly<Record<AspectKey, Convention>> = {
  latency: {
    label: "Latency",
    prefixes: ["latency"],
    words: /(^|[^a-z])(latency|duration|response|p50|p90|p95|p99|ms)([^a-z]|$)/,
    folders: [],
  },
  load: {
    label: "Load test",
    prefixes: ["load", "load_test"],
    words: /throughput|qps|(^|[^a-z])(rps|tps|load)([^a-z]|$)/,
    folders: ["load_test"],
  },
  calibration: {
    label: "Calibration",
    prefixes: ["calibration"],
    words: /calibration|brier|(^|[^a-z])(ece|mce)([^a-z]|$)/,
    folders: [],
  },
  cost: {
    label: "Cost per 1,000 predictions",
    prefixes: ["cost"],
    words: /(^|[^a-z])(cost|costs|price)([^a-z]|$)/,
    folders: [],
  },
  bias: {
    label: "Bias",
    prefixes: ["bias", "fairness"],
    words: /bias|fairness|parity|disparate|equal_?opportunity|equalized/,
    folders: ["bias", "fairness"],
  },
  explainability: {
    label: "Explainability",
    prefixes: ["explainability", "importance"],
    words: /shap|explain|importance|attribution/,
    folders: ["explanations", "model_explanations_shap"],
  },
  robustness: {
    label: "Robustness",
    prefixes: ["robustness"],
    words: /robust|adversarial|perturb|noise|drift|psi/,
    folders: ["robustness"],
  },
};

export const aspectLabel = (key: AspectKey): string => CONVENTIONS[key].label;
export const aspectFolders = (key: AspectKey): readonly string[] => CONVENTIONS[key].folders;

/** Which aspects a metric is about: what it says first decides, else every word of its name. */
function aspectsOf(name: string): AspectKey[] {
  const [first = "", ...rest] = name.toLowerCase().split("/");
  const said = ASPECTS.filter(
    (key) => rest.length > 0 && CONVENTIONS[key].prefixes.includes(first),
  );
  if (said.length > 0) return said;
  const words = name.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase();
  return ASPECTS.filter((key) => CONVENTIONS[key].words.test(words));
}

/** Those that are about one aspect, by what they are called. */
export function ofAspect<Item>(
  key: AspectKey,
  items: readonly Item[],
  nameOf: (item: Item) => string,
): Item[] {
  return items.filter((item) => aspectsOf(nameOf(item)).includes(key));
}
