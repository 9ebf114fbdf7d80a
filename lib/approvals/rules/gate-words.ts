import type { GateKind } from "../schema/gates";

/** What the kinds of gates are called. */
export const GATE_KIND_LABELS: Readonly<Record<GateKind, string>> = {
  metric_threshold: "Metric against a threshold",
  metric_vs_production: "Metric against production",
  card_complete: "Model card complete",
  lineage_known: "Lineage known",
  signature_compatible: "Signature compatible",
  artifact_verified: "Files verified",
  evaluation_fresh: "Evaluation fresh",
  webhook: "Webhook check",
  push: "Check pushed by CI",
};

const SETTINGS: Readonly<Record<string, string>> = {
  against: "compared with the alias",
  deadlineMinutes: "waits for minutes",
  direction: "better is",
  fields: "fields of the card",
  maxAgeDays: "counts for days",
  metric: "metric",
  minimumDifference: "better by at least",
  operator: "must be",
  reporters: "who may report",
  threshold: "threshold",
  url: "address",
  warnMargin: "warns within",
  weakDigests: "a dataset known by a 32-bit digest only",
  withoutProduction: "with nothing to compare with",
};

const VALUES: Readonly<Record<string, string>> = {
  fail: "fails",
  not_run: "has not run",
  pass: "passes",
  warn: "warns",
};

/** What an empty list of a setting means. */
const EMPTY: Readonly<Record<string, string>> = {
  fields: "those that every card needs",
  reporters: "everybody with the permission",
};

/** One setting of a gate, as people read it. */
export function describeSetting(
  name: string,
  value: unknown,
  nameOf: (userId: string) => string,
): string {
  const say = (one: unknown) => {
    if (name === "reporters") return nameOf(String(one));
    return name === "withoutProduction" || name === "weakDigests"
      ? (VALUES[String(one)] ?? String(one))
      : String(one);
  };
  const values = Array.isArray(value) ? value : [value];
  const said = values.length === 0 ? (EMPTY[name] ?? "none") : values.map(say).join(", ");
  return `${SETTINGS[name] ?? name}: ${said}`;
}
