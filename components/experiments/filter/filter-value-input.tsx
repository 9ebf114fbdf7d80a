"use client";
import { useId } from "react";
import { RUN_STATE_LOOKS } from "@/components/runs/run-state-badge";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { RUN_STATUSES } from "@/lib/runs/rules";

import { fieldType } from "./filter-fields";
import { type FilterRule, isComplete, needsValue } from "./filter-tree";

interface FilterValueInputProps {
  rule: FilterRule;
  /** Values of the field that are on the screen. */
  known: readonly string[];
  onChange: (value: string) => void;
}

const MINUTE = 60_000;

/** Milliseconds as the browser's date input writes a local time, and back. */
function toLocal(value: string): string {
  const at = Number(value);
  if (value.trim() === "" || !Number.isFinite(at)) return "";
  const offset = new Date(at).getTimezoneOffset() * MINUTE;
  return new Date(at - offset).toISOString().slice(0, 16);
}

const fromLocal = (text: string): string => (text === "" ? "" : String(new Date(text).getTime()));

/** Where the value of a condition is given, as its field asks for it. */
export function FilterValueInput({ rule, known, onChange }: FilterValueInputProps) {
  const listId = useId();
  if (!needsValue(rule.operator)) return null;
  const type = fieldType(rule.field);
  if (type === "status")
    return (
      <Select
        label="Value"
        value={rule.value}
        onChange={onChange}
        placeholder="Status"
        options={RUN_STATUSES.map((status) => ({
          value: status,
          label: RUN_STATE_LOOKS[status].label,
        }))}
      />
    );
  if (type === "time")
    return (
      <Input
        type="datetime-local"
        aria-label="Value"
        value={toLocal(rule.value)}
        onChange={(event) => onChange(fromLocal(event.target.value))}
      />
    );
  return (
    <>
      <Input
        aria-label="Value"
        value={rule.value}
        onChange={(event) => onChange(event.target.value)}
        inputMode={type === "number" ? "decimal" : "text"}
        placeholder={type === "number" ? "0.5" : "value"}
        aria-invalid={rule.value !== "" && !isComplete(rule)}
        list={listId}
        spellCheck={false}
        className="font-mono"
      />
      <datalist id={listId}>
        {known.map((value) => (
          <option key={value} value={value} />
        ))}
      </datalist>
    </>
  );
}
