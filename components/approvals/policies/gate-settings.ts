import type { GateKind } from "@/lib/approvals/schema/gates";

/** One setting of a kind of gate, as a form asks for it. */
export interface GateSetting {
  name: string;
  label: string;
  type: "text" | "number" | "choice" | "people";
  description?: string;
  isRequired?: boolean;
  /** What is chosen among; the first is what it starts with. */
  choices?: readonly { value: string; label: string }[];
}

interface GateKindInfo {
  hint: string;
  settings: readonly GateSetting[];
}

/** A setting that is chosen: labels by value, the first is what it starts with. */
const choice = (
  name: string,
  label: string,
  labels: Readonly<Record<string, string>>,
): GateSetting => ({
  name,
  label,
  type: "choice",
  choices: Object.entries(labels).map(([value, text]) => ({ value, label: text })),
});

const metric: GateSetting = {
  name: "metric",
  label: "Metric",
  type: "text",
  isRequired: true,
  description: "Of a slice too: accuracy/slice/region/eu.",
};

const against: readonly GateSetting[] = [
  {
    name: "against",
    label: "Compared with the alias",
    type: "text",
    description: "Empty for the version that is at the target.",
  },
  choice("withoutProduction", "When there is nothing to compare with", {
    pass: "It passes",
    warn: "It warns",
    not_run: "It has not run",
  }),
];

const maxAge: GateSetting = { name: "maxAgeDays", label: "Counts for days", type: "number" };

/** What a policy can ask of a version, with what each kind wants to know. */
export const GATE_KIND_INFO: Readonly<Record<GateKind, GateKindInfo>> = {
  metric_threshold: {
    hint: "A metric of the version must reach a value.",
    settings: [
      metric,
      choice("operator", "Must be", {
        ">=": "at least (≥)",
        ">": "more than (>)",
        "<=": "at most (≤)",
        "<": "less than (<)",
      }),
      { name: "threshold", label: "Threshold", type: "number", isRequired: true },
      {
        name: "warnMargin",
        label: "Warn within",
        type: "number",
        description: "What passes by less than this is a warning.",
      },
    ],
  },
  metric_vs_production: {
    hint: "A metric must be better than that of the version that serves now.",
    settings: [
      metric,
      choice("direction", "Better is", {
        "": "as its name says",
        higher: "higher",
        lower: "lower",
      }),
      {
        name: "minimumDifference",
        label: "Better by at least",
        type: "number",
        description: "Below zero for how much worse it may be.",
      },
      ...against,
    ],
  },
  card_complete: {
    hint: "Every section of the model card that must be there is.",
    settings: [],
  },
  lineage_known: {
    hint: "The run and the versions of its datasets are on record.",
    settings: [
      choice("weakDigests", "A dataset known by a 32-bit digest only", {
        fail: "fails",
        warn: "warns",
      }),
    ],
  },
  signature_compatible: {
    hint: "Whoever calls what serves now can call this version.",
    settings: against,
  },
  artifact_verified: {
    hint: "The files are there, and their hashes are those that were signed.",
    settings: [],
  },
  evaluation_fresh: {
    hint: "The newest evaluation is not older than some days.",
    settings: [
      { ...maxAge, label: "At most this many days old", isRequired: true },
      { ...metric, isRequired: false, description: "Empty for the newest of any metric." },
    ],
  },
  webhook: {
    hint: "Another system is asked and answers with a verdict.",
    settings: [
      { name: "url", label: "Address", type: "text", isRequired: true },
      {
        name: "deadlineMinutes",
        label: "Waits for minutes",
        type: "number",
        description: "Then it is inconclusive; 60 when empty.",
      },
      maxAge,
    ],
  },
  push: {
    hint: "A program reports a verdict through the REST API.",
    settings: [
      {
        name: "reporters",
        label: "Who may report",
        type: "people",
        description: "Nobody chosen means everybody with the permission.",
      },
      maxAge,
    ],
  },
};
