import type { Business } from "@/lib/monitors/schema/business";
import {
  type DefinePerformanceInput,
  type Metric,
  type PerformanceDefinition,
  TASK_METRICS,
  type Task,
} from "@/lib/monitors/schema/performance";

export const LIMIT_KINDS = ["learned", "baseline", "constant"] as const;
type LimitKind = (typeof LIMIT_KINDS)[number];

/** The definition as its form holds it. */
export interface PerformanceForm {
  /** "" has it found by the reference. */
  task: Task | "";
  classes: string;
  positive: string;
  metric: Metric | "";
  goal: string;
  limit: LimitKind;
  /** Of a constant limit its value, of one by the baseline a tolerance in per cent. */
  value: string;
  delayHours: string;
  enoughPercent: string;
  minRows: string;
  slices: readonly string[];
  /** The metric of the business; empty where none is looked at. */
  business: string;
  businessOf: Business["of"];
  businessBetter: Business["better"];
  businessGoal: string;
  businessLimit: string;
}

const numberText = (value: number | null | undefined): string =>
  value === null || value === undefined ? "" : String(value);

const businessForm = (business: Business | null) => ({
  business: business?.metric ?? "",
  businessOf: business?.of ?? "mean",
  businessBetter: business?.better ?? "higher",
  businessGoal: numberText(business?.goal),
  businessLimit: numberText(business?.limit),
});

export function toPerformanceForm(definition: PerformanceDefinition | null): PerformanceForm {
  if (!definition)
    return {
      ...{ task: "", classes: "", positive: "", metric: "", goal: "", limit: "learned", value: "" },
      ...{ delayHours: "24", enoughPercent: "90", minRows: "100", slices: [] },
      ...businessForm(null),
    };
  const { task, classes, metric, goal, limit, delayHours, enoughShare, minRows } = definition;
  return {
    ...{ task, metric, limit: limit.kind },
    classes: task === "multiclass" ? classes.join(", ") : "",
    positive: task === "binary" ? (classes[1] ?? "") : "",
    goal: goal === null ? "" : String(goal),
    value:
      limit.kind === "constant"
        ? String(limit.value)
        : limit.kind === "baseline"
          ? String(limit.tolerance * 100)
          : "",
    delayHours: String(delayHours),
    enoughPercent: String(enoughShare * 100),
    minRows: String(minRows),
    slices: definition.slices.map(({ column }) => column),
    ...businessForm(definition.business),
  };
}

/** Metrics to choose from; before a task is chosen those of all. */
export const metricsOf = (task: PerformanceForm["task"]): readonly Metric[] =>
  task === "" ? Object.values(TASK_METRICS).flat().filter(isFirst) : TASK_METRICS[task];
const isFirst = <T>(value: T, at: number, all: readonly T[]): boolean => all.indexOf(value) === at;

const numberOf = (text: string): number => (text.trim() === "" ? Number.NaN : Number(text));

function limitOf({ limit, value }: PerformanceForm): DefinePerformanceInput["limit"] {
  if (limit === "constant") return { kind: "constant", value: numberOf(value) };
  if (limit === "baseline") return { kind: "baseline", tolerance: numberOf(value) / 100 };
  return { kind: "learned" };
}

function businessOf(form: PerformanceForm): Business | null {
  if (form.business.trim() === "") return null;
  const orNone = (text: string) => (text.trim() === "" ? null : numberOf(text));
  return {
    metric: form.business,
    of: form.businessOf,
    better: form.businessBetter,
    goal: orNone(form.businessGoal),
    limit: orNone(form.businessLimit),
  };
}

/** What the form says; `before` keeps what it does not show. */
export function toPerformanceInput(
  form: PerformanceForm,
  before: PerformanceDefinition | null,
): DefinePerformanceInput {
  const { task, metric } = form;
  const names = form.classes
    .split(",")
    .map((name) => name.trim())
    .filter(Boolean);
  const isKnown = metric !== "" && metricsOf(task).includes(metric);
  return {
    ...(task === "" ? {} : { task }),
    ...(task === "multiclass" && names.length > 0 ? { classes: names } : {}),
    ...(task === "binary" && form.positive.trim() !== "" ? { positive: form.positive.trim() } : {}),
    ...(isKnown ? { metric } : {}),
    ...(before && before.task === task ? { answered: before.answered, cutoff: before.cutoff } : {}),
    ...(before?.target ? { target: before.target } : {}),
    goal: form.goal.trim() === "" ? null : Number(form.goal),
    limit: limitOf(form),
    delayHours: numberOf(form.delayHours),
    enoughShare: numberOf(form.enoughPercent) / 100,
    minRows: numberOf(form.minRows),
    slices: [...form.slices],
    business: businessOf(form),
  };
}
