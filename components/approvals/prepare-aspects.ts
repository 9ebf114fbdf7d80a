/** What somebody who decides about a version asks for besides how good it is, and the words that metrics of it have. */
const ASPECTS = [
  { label: "Latency", words: /(^|[^a-z])(latency|duration|response|p50|p90|p95|p99|ms)([^a-z]|$)/ },
  { label: "Load test", words: /throughput|qps|(^|[^a-z])(rps|tps|load)([^a-z]|$)/ },
  { label: "Calibration", words: /calibration|brier|(^|[^a-z])(ece|mce)([^a-z]|$)/ },
  { label: "Cost per 1,000 predictions", words: /(^|[^a-z])(cost|costs|price)([^a-z]|$)/ },
  { label: "Bias", words: /bias|fairness|parity|disparate|equal_?opportunity|equalized/ },
  { label: "Explainability", words: /shap|explain|importance|attribution/ },
  { label: "Robustness", words: /robust|adversarial|perturb|noise|drift|psi/ },
] as const;

interface Named {
  key: string;
}

export interface Aspect<Metric extends Named> {
  label: string;
  /** Empty when nothing of it is recorded. */
  metrics: Metric[];
}

/** Metrics by what they are about, as far as their names tell; what nobody recorded stays in the list, empty. */
export function toAspects<Metric extends Named>(metrics: readonly Metric[]): Aspect<Metric>[] {
  const isOf = (key: string, words: RegExp) =>
    words.test(key.replace(/([a-z0-9])([A-Z])/g, "$1_$2").toLowerCase());
  return ASPECTS.map(({ label, words }) => ({
    label,
    metrics: metrics.filter(({ key }) => isOf(key, words)),
  }));
}
