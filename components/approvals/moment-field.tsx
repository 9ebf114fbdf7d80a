"use client";
import { useTimeZone } from "@/components/runs/use-time-zone";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";

interface MomentFieldProps {
  label: string;
  description?: string | undefined;
  /** As the control writes it: "2026-11-30T09:00", in the reader's time zone. */
  value: string;
  onChange: (value: string) => void;
  required?: boolean | undefined;
  error?: string | undefined;
}

const two = (value: number) => String(value).padStart(2, "0");

/** A moment as the control wants it, in the reader's own time. */
export function toLocalMoment(at: string | Date): string {
  const date = new Date(at);
  const day = `${date.getFullYear()}-${two(date.getMonth() + 1)}-${two(date.getDate())}`;
  return `${day}T${two(date.getHours())}:${two(date.getMinutes())}`;
}

/** The moment that was typed; undefined while it is none. */
export function fromLocalMoment(value: string): Date | undefined {
  const date = new Date(value);
  return value === "" || Number.isNaN(date.getTime()) ? undefined : date;
}

/** A day and a time, with the time zone in which they are meant. */
export function MomentField(props: MomentFieldProps) {
  const { label, description, value, onChange, required = false, error } = props;
  const zone = useTimeZone();
  return (
    <Field
      label={label}
      required={required}
      error={error}
      description={[description, `Your time zone: ${zone}.`].filter(Boolean).join(" ")}
    >
      <Input
        type="datetime-local"
        value={value}
        onChange={(event) => onChange(event.target.value)}
        className="w-60 max-w-full"
      />
    </Field>
  );
}
