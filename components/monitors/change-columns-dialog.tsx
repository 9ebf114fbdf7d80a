"use client";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select, type SelectOption } from "@/components/ui/select";
import { formatPlural } from "@/lib/core/format";
import { BINNING_WORDS, METHOD_WORDS } from "@/lib/monitors/rules/method-words";
import { METHOD_FACTS } from "@/lib/monitors/rules/window-methods";
import { MONITOR_METHODS, type MonitorMethod } from "@/lib/monitors/schema/methods";
import { BINNINGS, type Binning } from "@/lib/monitors/schema/monitors";
import type { ColumnChange, EditedColumn, LimitKind } from "./edit-form";
import { QualityFields } from "./quality-fields";

/** Stays with each column what it is. */
const SAME = "same";
type Or<Value extends string> = Value | typeof SAME;

interface Wishes {
  watched: Or<"in" | "out">;
  kind: Or<"number" | "category">;
  bins: Or<Binning>;
  method: Or<MonitorMethod>;
  limit: Or<Exclude<LimitKind, "learned"> | "reference" | "windows">;
  value: string;
  importance: string;
  missing: string;
  invalid: string;
  beyond: string;
  repeated: string;
}

const LIMITS: Readonly<Record<Exclude<Wishes["limit"], typeof SAME>, string>> = {
  constant: "From a distance on",
  p_value: "Up to a p-value, across columns",
  false_alarms: "One false alarm in so many windows",
  reference: "Learned from the reference’s chunks",
  windows: "Learned from the first good windows",
};

const VALUES: Readonly<Partial<Record<Wishes["limit"], string>>> = {
  constant: "Distance",
  p_value: "p-value",
  false_alarms: "Windows",
};

const NUMBER = /^\s*\d*[.,]?\d+\s*$/;

/** All the same among the columns, else nothing. */
function common<Value extends string>(
  columns: readonly EditedColumn[],
  read: (one: EditedColumn) => Value,
): Or<Value> {
  const values = new Set(columns.map(read));
  const [only] = values;
  return values.size === 1 && only !== undefined ? only : SAME;
}

function firstWishes(columns: readonly EditedColumn[]): Wishes {
  const many = columns.length > 1;
  const limit = common(columns, ({ limitKind, learnFrom }) =>
    limitKind === "learned" ? learnFrom : limitKind,
  );
  const value = common(columns, (one) => one.value);
  const importance = common(columns, (one) => one.importance);
  return {
    watched: many ? SAME : columns[0]?.isWatched ? "in" : "out",
    kind: common(columns, (one) => one.kind),
    bins: common(columns, (one) => one.bins),
    method: common(columns, (one) => one.method),
    limit: value === SAME ? SAME : limit,
    value: value === SAME ? "" : value,
    importance: importance === SAME ? "" : importance,
    ...{ missing: "", invalid: "", beyond: "", repeated: "" },
  };
}

/** Fields that stay as they are while nothing is typed. */
const TYPED = ["importance", "missing", "invalid", "beyond", "repeated"] as const;

function toChange(wishes: Wishes): ColumnChange {
  const { watched, kind, bins, method, limit, value } = wishes;
  const isLearned = limit === "reference" || limit === "windows";
  return {
    ...(watched === SAME ? {} : { isWatched: watched === "in" }),
    ...(kind === SAME ? {} : { kind }),
    ...(bins === SAME ? {} : { bins }),
    ...(method === SAME ? {} : { method }),
    ...(limit === SAME
      ? {}
      : isLearned
        ? { limitKind: "learned", learnFrom: limit }
        : { limitKind: limit, value }),
    ...Object.fromEntries(
      TYPED.filter((field) => wishes[field].trim() !== "").map((field) => [field, wishes[field]]),
    ),
  };
}

const asItIs = { value: SAME, label: "As it is" } as const;
function optionsOf<const Value extends string>(
  words: Readonly<Record<NoInfer<Value>, string>>,
  values: readonly Value[],
): SelectOption<Or<Value>>[] {
  return [asItIs, ...values.map((value) => ({ value, label: words[value] }))];
}

const METHOD_LABELS = Object.fromEntries(
  MONITOR_METHODS.map((method) => [method, METHOD_WORDS[method].label]),
  // Object.fromEntries forgets which names there are.
) as Record<MonitorMethod, string>;

interface FieldsProps {
  columns: readonly EditedColumn[];
  wishes: Wishes;
  problems: Readonly<Record<string, string>>;
  set: (change: Partial<Wishes>) => void;
}

function TypeFields({ columns, wishes, set }: FieldsProps) {
  const kinds = new Set(wishes.kind === SAME ? columns.map(({ kind }) => kind) : [wishes.kind]);
  const methods = MONITOR_METHODS.filter((method) =>
    METHOD_FACTS[method].kinds.some((kind) => kinds.has(kind)),
  );
  return (
    <>
      <Field label="Watched">
        <Select
          value={wishes.watched}
          onChange={(watched) => set({ watched })}
          options={optionsOf({ in: "Watched", out: "Left out" }, ["in", "out"])}
        />
      </Field>
      {columns.some(({ type }) => type === "number") ? (
        <Field label="Type" description="Numbers may be watched as categories, as codes are.">
          <Select
            value={wishes.kind}
            onChange={(kind) => set({ kind })}
            options={optionsOf({ number: "Numbers", category: "Categories" }, [
              "number",
              "category",
            ])}
          />
        </Field>
      ) : null}
      {kinds.has("number") ? (
        <Field label="Bins" description="Cut by the reference’s own values, and frozen.">
          <Select
            value={wishes.bins}
            onChange={(bins) => set({ bins })}
            options={optionsOf(BINNING_WORDS, BINNINGS)}
          />
        </Field>
      ) : null}
      <Field
        label="Method"
        description={wishes.method === SAME ? undefined : METHOD_WORDS[wishes.method].base}
      >
        <Select
          value={wishes.method}
          onChange={(method) => set({ method })}
          options={optionsOf(METHOD_LABELS, methods)}
        />
      </Field>
    </>
  );
}

function LimitFields({ wishes, problems, set }: FieldsProps) {
  const valueLabel = VALUES[wishes.limit];
  const limits = Object.keys(LIMITS) as (keyof typeof LIMITS)[]; // The record's own names.
  return (
    <>
      <Field label="Drifted">
        <Select
          value={wishes.limit}
          onChange={(limit) => set({ limit, value: DEFAULT_VALUES[limit] ?? "" })}
          options={optionsOf(LIMITS, limits)}
        />
      </Field>
      {valueLabel ? (
        <Field label={valueLabel} error={problems.value} required>
          <Input
            inputMode="decimal"
            value={wishes.value}
            onChange={(event) => set({ value: event.target.value })}
          />
        </Field>
      ) : null}
      <Field
        label="Importance"
        description="A window has drifted by the importance of what did."
        error={problems.importance}
      >
        <Input
          inputMode="decimal"
          value={wishes.importance}
          placeholder="As it is"
          onChange={(event) => set({ importance: event.target.value })}
        />
      </Field>
    </>
  );
}

const DEFAULT_VALUES: Readonly<Partial<Record<Wishes["limit"], string>>> = {
  constant: "0.1",
  p_value: "0.05",
  false_alarms: "100",
};

interface ChangeColumnsDialogProps {
  columns: readonly EditedColumn[];
  onApply: (change: ColumnChange) => void;
}

/** Changes one column, or of many what is said here. */
export function ChangeColumnsDialog({ columns, onApply }: ChangeColumnsDialogProps) {
  const [wishes, setWishes] = useState(() => firstWishes(columns));
  const [problems, setProblems] = useState<FieldsProps["problems"]>({});
  const [first] = columns;
  const submit = () => {
    const needsValue = VALUES[wishes.limit] !== undefined;
    const odd = [
      ...TYPED.filter((field) => wishes[field].trim() !== "" && !NUMBER.test(wishes[field])),
      ...(needsValue && !NUMBER.test(wishes.value) ? ["value"] : []),
    ];
    const found = Object.fromEntries(odd.map((field) => [field, "Give a number."]));
    setProblems(found);
    if (Object.keys(found).length === 0) onApply(toChange(wishes));
    return Promise.resolve();
  };
  const fields = {
    ...{ columns, wishes, problems },
    set: (change: Partial<Wishes>) => setWishes({ ...wishes, ...change }),
  };
  return (
    <FormDialog
      title={columns.length === 1 && first ? first.name : formatPlural(columns.length, "column")}
      description={
        columns.length === 1
          ? "Kept when the definition is saved."
          : "Each changes as far as it is for it. Kept when the definition is saved."
      }
      submitLabel="Apply"
      isSubmitting={false}
      onSubmit={submit}
    >
      <TypeFields {...fields} />
      <LimitFields {...fields} />
      <QualityFields columns={columns} wishes={wishes} problems={problems} set={fields.set} />
    </FormDialog>
  );
}
