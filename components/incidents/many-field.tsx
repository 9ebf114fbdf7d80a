"use client";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import type { AlertingChoicesDto } from "@/lib/incidents/dto/choices";

interface ManyFieldProps {
  label: string;
  /** What is chosen, as a noun. */
  noun: string;
  description?: string | undefined;
  choices: AlertingChoicesDto["people"];
  value: readonly string[];
  onChange: (value: string[]) => void;
  error?: string | undefined;
}

/** Any number of a list; choosing one again leaves it out. */
export function ManyField({ choices, value, onChange, noun, ...field }: ManyFieldProps) {
  const toggle = (one: string) =>
    onChange(value.includes(one) ? value.filter((other) => other !== one) : [...value, one]);
  return (
    <Field {...field}>
      <Combobox noun={noun} options={choices} value={value} onChange={toggle} />
    </Field>
  );
}
