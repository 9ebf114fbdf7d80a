"use client";
import { useState } from "react";
import { Controller, type UseFormReturn } from "react-hook-form";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import type { JobFormValues } from "./job-form";
import type { ParameterField } from "./job-inputs";

type Form = UseFormReturn<JobFormValues>;

interface ControlProps {
  form: Form;
  field: ParameterField;
  index: number;
}

function Control({ form, field: { kind, value }, index }: ControlProps) {
  const name = `parameters.${index}.value` as const;
  if (kind === "boolean")
    return (
      <Controller
        control={form.control}
        name={name}
        render={({ field }) => (
          <Checkbox
            checked={field.value === "true"}
            onCheckedChange={(next) => field.onChange(String(next === true))}
          />
        )}
      />
    );
  // A field of one line would take the breaks out of what has several.
  if (value.includes("\n"))
    return <Textarea {...form.register(name)} spellCheck={false} className="font-mono text-xs" />;
  return (
    <Input
      {...form.register(name)}
      inputMode={kind === "number" ? "decimal" : "text"}
      spellCheck={false}
    />
  );
}

/** The parameters that a job had, each by its kind. Nothing for a job that had none. */
export function JobParameters({ form }: { form: Form }) {
  const { errors } = form.formState;
  // As they were: whether a text has several lines does not change while it is written.
  const [fields] = useState(() => form.getValues("parameters"));
  const problem = errors.parameters?.message ?? errors.parameters?.root?.message;
  if (fields.length === 0) return null;
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 font-medium text-sm">Parameters</legend>
      <p className="text-muted text-xs">
        They stand where the command and the variables say {"{{ name }}"}.
      </p>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {fields.map((field, index) => (
          <Field
            key={field.name}
            label={<span className="break-all font-mono">{field.name}</span>}
            required
            inline={field.kind === "boolean"}
            error={errors.parameters?.[index]?.value?.message}
          >
            <Control form={form} field={field} index={index} />
          </Field>
        ))}
      </div>
      {problem ? (
        <p role="alert" className="text-danger-fg text-xs">
          {problem}
        </p>
      ) : null}
    </fieldset>
  );
}
