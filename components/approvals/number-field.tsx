"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

interface NumberFieldProps {
  label: string;
  /** What was typed. */
  value: string;
  onChange: (value: string) => void;
  min: number;
  max?: number | undefined;
  isDecimal?: boolean | undefined;
  required?: boolean | undefined;
  description?: string | undefined;
  error?: string | undefined;
  className?: string | undefined;
  inputClassName?: string | undefined;
}

/** A number within bounds, as it is typed. */
export function NumberField(props: NumberFieldProps) {
  const { value, onChange, min, max, isDecimal = false, inputClassName, ...field } = props;
  return (
    <Field {...field}>
      <Input
        type="number"
        inputMode={isDecimal ? "decimal" : "numeric"}
        step={isDecimal ? "any" : 1}
        min={min}
        max={max}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className={inputClassName}
      />
    </Field>
  );
}
