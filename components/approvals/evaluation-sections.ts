import type { AspectKey } from "@/lib/approvals/rules/aspects";

interface Section {
  /** What is not known while nobody has recorded anything. */
  missing: string;
  /** What to log with a run, so that it is found here. */
  lines: readonly string[];
}

const SECTIONS: Readonly<Partial<Record<AspectKey, Section>>> = {
  bias: {
    missing: "whether it treats groups of people alike",
    lines: [
      'mlflow.log_metric("bias/demographic_parity_difference", 0.03)',
      'mlflow.log_metric("fairness/recall/slice/sex/female", 0.91)',
      'mlflow.log_artifact("groups.csv", "fairness")',
    ],
  },
  explainability: {
    missing: "what it decides by",
    lines: [
      'mlflow.log_metric("importance/age", 0.21)',
      'mlflow.log_artifact("shap_summary.png", "explanations")',
    ],
  },
  robustness: {
    missing: "what becomes of it when the data is noisy, shifted or hostile",
    lines: [
      'mlflow.log_metric("robustness/accuracy_with_noise", 0.88)',
      'mlflow.log_artifact("perturbations.csv", "robustness")',
    ],
  },
  load: {
    missing: "how many requests it bears, and how fast it answers them",
    lines: [
      'mlflow.log_metric("load/requests_per_second", 420)',
      'mlflow.log_metric("load/latency_p95_ms", 38)',
      'mlflow.log_artifact("load.html", "load_test")',
    ],
  },
};

export const whatIsMissing = (aspect: AspectKey): string => SECTIONS[aspect]?.missing ?? "";

/** How to record an aspect with the run of a version, afterwards too. */
export function recordingSnippet(aspect: AspectKey, runUuid: string | null): string {
  const start = runUuid === null ? "mlflow.start_run()" : `mlflow.start_run(run_id="${runUuid}")`;
  const lines = (SECTIONS[aspect]?.lines ?? []).map((line) => `    ${line}`);
  return ["import mlflow", "", `with ${start}:`, ...lines].join("\n");
}
