"use client";
import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { OverrideRow } from "./traffic-form";

interface OverrideFieldsProps {
  overrides: readonly OverrideRow[];
  revisions: readonly number[];
  onChange: (overrides: readonly OverrideRow[]) => void;
}

/** Who is sent to a revision whatever the weights say, by what stands in a header. */
export function OverrideFields({ overrides, revisions, onChange }: OverrideFieldsProps) {
  const change = (id: number, part: Partial<OverrideRow>) =>
    onChange(overrides.map((one) => (one.id === id ? { ...one, ...part } : one)));
  const add = () => {
    const id = Math.max(-1, ...overrides.map((one) => one.id)) + 1;
    onChange([...overrides, { id, header: "", value: "", revision: revisions[0] ?? 1 }]);
  };
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium text-sm">Overrides by header</legend>
      {overrides.map(({ id, header, value, revision }) => (
        <div key={id} className="grid grid-cols-[1fr_1fr_8rem_auto] items-center gap-2">
          <Input
            aria-label="Header"
            placeholder="x-preview"
            value={header}
            spellCheck={false}
            onChange={(event) => change(id, { header: event.target.value })}
          />
          <Input
            aria-label="Value"
            placeholder="yes"
            value={value}
            spellCheck={false}
            onChange={(event) => change(id, { value: event.target.value })}
          />
          <Select
            label="Revision"
            options={revisions.map((one) => ({ value: String(one), label: `Revision ${one}` }))}
            value={String(revision)}
            onChange={(chosen) => change(id, { revision: Number(chosen) })}
          />
          <IconButton
            label="Remove this override"
            onClick={() => onChange(overrides.filter((one) => one.id !== id))}
          >
            <X aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      <div>
        <Button size="sm" onClick={add}>
          <Plus aria-hidden="true" />
          Add override
        </Button>
      </div>
    </fieldset>
  );
}
