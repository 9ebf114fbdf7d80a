"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { MarkdownField } from "./markdown-field";
import { type PlanDraft, PlanFields } from "./plan-fields";

export interface WishDraft {
  note: string;
  ticketUrl: string;
  plan: PlanDraft;
}

interface WishFieldsProps {
  draft: WishDraft;
  onChange: (more: Partial<WishDraft>) => void;
  /** Messages by field path, as the server answers them. */
  fields: Readonly<Record<string, string>>;
  /** Taking a version away is not rolled out. */
  hasPlan: boolean;
}

/** Why something is asked for, where it is talked about, and how it comes into service. */
export function WishFields({ draft, onChange, fields, hasPlan }: WishFieldsProps) {
  return (
    <>
      <MarkdownField
        label="Note"
        description="Why now, and what the approver should look at. It stands beside the buttons."
        maxLength={5_000}
        value={draft.note}
        onChange={(note) => onChange({ note })}
        error={fields.note}
      />
      <Field label="Ticket" error={fields.ticketUrl}>
        <Input
          type="url"
          inputMode="url"
          placeholder="https://tracker.example.org/ML-42"
          value={draft.ticketUrl}
          onChange={(event) => onChange({ ticketUrl: event.target.value })}
        />
      </Field>
      {hasPlan ? (
        <PlanFields plan={draft.plan} onChange={(plan) => onChange({ plan })} fields={fields} />
      ) : null}
    </>
  );
}
