import { expect, test } from "vitest";
import {
  definePerformanceInput,
  type PerformanceDefinition,
} from "@/lib/monitors/schema/performance";
import { metricsOf, toPerformanceForm, toPerformanceInput } from "./performance-form";

const definition: PerformanceDefinition = {
  ...{
    task: "binary",
    classes: ["no", "yes"],
    target: "left",
    business: null,
    answered: null,
    cutoff: 0.4,
  },
  ...{ metric: "recall", goal: 0.9, limit: { kind: "baseline", tolerance: 0.1 } },
  ...{ delayHours: 72, enoughShare: 0.8, minRows: 50 },
  slices: [{ kind: "category", column: "country", values: ["de"] }],
};

test("a definition that is opened and saved stays as it is", () => {
  const input = toPerformanceInput(toPerformanceForm(definition), definition);
  expect(definePerformanceInput.parse(input)).toEqual({
    ...{ task: "binary", positive: "yes", metric: "recall", goal: 0.9, target: "left" },
    ...{ limit: { kind: "baseline", tolerance: 0.1 }, answered: null, cutoff: 0.4 },
    ...{ delayHours: 72, enoughShare: 0.8, minRows: 50, slices: ["country"], business: null },
  });
});

test("an empty form leaves task, classes and metric to the reference", () => {
  const input = toPerformanceInput(toPerformanceForm(null), null);
  expect(definePerformanceInput.parse(input)).toEqual({
    ...{ goal: null, limit: { kind: "learned" }, delayHours: 24, enoughShare: 0.9 },
    ...{ minRows: 100, slices: [], business: null },
  });
});

test("a metric of another task is not sent, and what is no number is refused", () => {
  const form = { ...toPerformanceForm(definition), task: "regression" as const };
  expect(toPerformanceInput(form, definition).metric).toBeUndefined();
  expect(metricsOf("regression")).toEqual(["mae", "rmse", "mape", "r2"]);
  const bad = toPerformanceInput({ ...form, minRows: "", limit: "constant", value: "x" }, null);
  const paths = definePerformanceInput.safeParse(bad).error?.issues.map(({ path }) => path[0]);
  expect(paths).toEqual(["limit", "minRows"]);
});

test("a metric of the business is kept as it is, and left out when it has no name", () => {
  const business = {
    metric: "revenue",
    of: "sum",
    better: "higher",
    goal: null,
    limit: 5,
  } as const;
  const form = toPerformanceForm({ ...definition, business });
  expect(definePerformanceInput.parse(toPerformanceInput(form, null)).business).toEqual(business);
  expect(toPerformanceInput({ ...form, business: " " }, null).business).toBeNull();
  const odd = toPerformanceInput({ ...form, businessLimit: "x" }, null);
  expect(definePerformanceInput.safeParse(odd).success).toBe(false);
});
