"use client";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Declaration } from "@/lib/pipelines/schema/declaration";
import type { Parameter } from "@/lib/pipelines/schema/parameters";
import { type FieldValue, type FieldValues, hintOf, mayBeNone, NONE } from "./launch-form";

interface ControlProps {
  parameter: Parameter;
  value: FieldValue;
  onChange: (value: FieldValue) => void;
}

function Control({ parameter, value, onChange }: ControlProps) {
  if (parameter.type === "boolean")
    return (
      <Checkbox checked={value === true} onCheckedChange={(next) => onChange(next === true)} />
    );
  if (parameter.type === "choice") {
    const options = parameter.choices.map((choice, at) => ({
      value: String(at),
      label: String(choice) || "Empty",
    }));
    const none = mayBeNone(parameter) ? [{ value: NONE, label: "None" }] : [];
    return <Select options={[...none, ...options]} value={String(value)} onChange={onChange} />;
  }
  const isNumber = parameter.type !== "string";
  return (
    <Input
      value={String(value)}
      onChange={(event) => onChange(event.target.value)}
      inputMode={parameter.type === "integer" ? "numeric" : isNumber ? "decimal" : "text"}
      spellCheck={false}
    />
  );
}

interface ParameterFieldsProps {
  declared: Declaration["parameters"];
  values: FieldValues;
  /** What is wrong, by name. */
  problems: Readonly<Record<string, string>>;
  onChange: (values: FieldValues) => void;
}

/** A field for each parameter, by its type. */
export function ParameterFields({ declared, values, problems, onChange }: ParameterFieldsProps) {
  return Object.entries(declared).map(([name, parameter]) => (
    <Field
      key={name}
      label={<span className="font-mono">{name}</span>}
      required={parameter.required}
      inline={parameter.type === "boolean"}
      description={hintOf(parameter) || undefined}
      error={problems[name]}
    >
      <Control
        parameter={parameter}
        value={values[name] ?? ""}
        onChange={(value) => onChange({ ...values, [name]: value })}
      />
    </Field>
  ));
}
