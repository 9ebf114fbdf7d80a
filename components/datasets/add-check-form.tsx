"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { addCheckAction } from "@/lib/datasets/actions";
import type { SchemaColumn } from "@/lib/datasets/rules/read-schema";
import { type CheckKind, checkDefinition } from "@/lib/datasets/schema/checks";
import { CHECK_LABELS } from "./check-text";

const KINDS: readonly CheckKind[] = [
  "not_null",
  "unique",
  "range",
  "allowed_values",
  "row_count",
  "schema",
  "freshness",
];
const WITH_COLUMN: readonly CheckKind[] = ["not_null", "unique", "range", "allowed_values"];

const EMPTY = { column: "", min: "", max: "", values: "", maxAgeHours: "24" };
type Values = typeof EMPTY;

const some = (text: string) => (text.trim() === "" ? undefined : text.trim());

/** What the fields say, for the schema to judge. */
function toDefinition(kind: CheckKind, values: Values, columns: readonly SchemaColumn[]): unknown {
  const column = some(values.column);
  const range = { min: some(values.min), max: some(values.max) };
  switch (kind) {
    case "range":
      return { kind, column: column ?? "", ...range };
    case "row_count":
      return { kind, ...range };
    case "allowed_values":
      return {
        kind,
        column: column ?? "",
        values: values.values
          .split("\n")
          .map((line) => line.trim())
          .filter(Boolean),
      };
    case "schema":
      return { kind, columns };
    case "freshness":
      return { kind, column, maxAgeHours: values.maxAgeHours };
    default:
      return { kind, column: column ?? "" };
  }
}

interface FieldsProps {
  kind: CheckKind;
  columns: readonly SchemaColumn[];
  values: Values;
  set: (change: Partial<Values>) => void;
}

function ColumnField({ kind, columns, values, set }: FieldsProps) {
  if (!WITH_COLUMN.includes(kind) && kind !== "freshness") return null;
  const isRequired = kind !== "freshness";
  return (
    <Field
      label="Column"
      required={isRequired}
      description={isRequired ? undefined : "Empty for the age of the version itself."}
    >
      {columns.length > 0 && isRequired ? (
        <Select
          value={values.column || undefined}
          placeholder="Choose a column"
          options={columns.map(({ name }) => ({ value: name, label: name }))}
          onChange={(column) => set({ column })}
        />
      ) : (
        <Input
          value={values.column}
          spellCheck={false}
          onChange={({ target }) => set({ column: target.value })}
        />
      )}
    </Field>
  );
}

function BoundFields({ kind, columns, values, set }: FieldsProps) {
  if (kind === "allowed_values")
    return (
      <Field label="Allowed values" description="One on each line." required>
        <Textarea
          value={values.values}
          spellCheck={false}
          onChange={({ target }) => set({ values: target.value })}
        />
      </Field>
    );
  if (kind === "freshness")
    return (
      <Field label="Greatest age in hours" required>
        <Input
          inputMode="decimal"
          value={values.maxAgeHours}
          onChange={({ target }) => set({ maxAgeHours: target.value })}
        />
      </Field>
    );
  if (kind === "schema")
    return (
      <p className="text-muted text-sm">
        {columns.length > 0
          ? `Later versions should have the ${columns.length} columns of this one, with the same types.`
          : "Nothing is known of this version's columns, so there is nothing to expect."}
      </p>
    );
  if (kind !== "range" && kind !== "row_count") return null;
  return (
    <div className="grid grid-cols-2 gap-3">
      <Field label="Least">
        <Input
          inputMode="decimal"
          value={values.min}
          onChange={({ target }) => set({ min: target.value })}
        />
      </Field>
      <Field label="Greatest">
        <Input
          inputMode="decimal"
          value={values.max}
          onChange={({ target }) => set({ max: target.value })}
        />
      </Field>
    </div>
  );
}

interface AddCheckFormProps {
  datasetId: number;
  columns: readonly SchemaColumn[];
  onClose: () => void;
}

export function AddCheckForm({ datasetId, columns, onClose }: AddCheckFormProps) {
  const { slug } = useWorkspace();
  const [kind, setKind] = useState<CheckKind>("not_null");
  const [severity, setSeverity] = useState<"fail" | "warn">("fail");
  const [values, setValues] = useState(EMPTY);
  const [problem, setProblem] = useState<string>();
  const [isSubmitting, setIsSubmitting] = useState(false);
  const set = (change: Partial<Values>) => setValues((known) => ({ ...known, ...change }));
  const submit = async () => {
    const parsed = checkDefinition.safeParse(toDefinition(kind, values, columns));
    if (!parsed.success) {
      setProblem(parsed.error.issues[0]?.message ?? "Check the fields.");
      return;
    }
    setIsSubmitting(true);
    const input = { workspace: slug, datasetId, definition: parsed.data, severity };
    const result = await addCheckAction(input);
    setIsSubmitting(false);
    if (result.ok) onClose();
    else setProblem(result.error.message);
  };
  const fields = { kind, columns, values, set };
  return (
    <FormDialog
      title="Add a check"
      description="Every new version is held against it, and the newest one at once."
      submitLabel="Add"
      isSubmitting={isSubmitting}
      problem={problem}
      onSubmit={submit}
    >
      <Field label="Rule" required>
        <Select
          value={kind}
          options={KINDS.map((value) => ({ value, label: CHECK_LABELS[value] }))}
          onChange={setKind}
        />
      </Field>
      <ColumnField {...fields} />
      <BoundFields {...fields} />
      <Field label="A version that does not meet it" required>
        <Select
          value={severity}
          options={[
            { value: "fail", label: "Fails" },
            { value: "warn", label: "Gets a warning" },
          ]}
          onChange={setSeverity}
        />
      </Field>
    </FormDialog>
  );
}
