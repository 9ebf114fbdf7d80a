"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { draftPolicyAction } from "@/lib/approvals/actions";
import type { ApproverDto, PolicyDto } from "@/lib/approvals/dto/policies";
import { NumberField } from "../number-field";
import { ApproverFields } from "./approver-fields";
import type { EditorProps } from "./editor-props";
import { GateFields } from "./gate-fields";
import { type PolicyDraft, parseDraft, startOf } from "./policy-draft";
import { TargetFields } from "./target-fields";

interface PolicyEditorProps {
  /** Null for a new one. */
  policy: PolicyDto | null;
  approvers: readonly ApproverDto[];
  onClose: () => void;
}

function useEditor({ policy, onClose }: PolicyEditorProps) {
  const { slug: workspace } = useWorkspace();
  const [draft, setDraft] = useState(() => startOf(policy));
  const [message, setMessage] = useState<string>();
  const [fields, setFields] = useState<Readonly<Record<string, string>>>({});
  const [isSaving, setIsSaving] = useState(false);
  const save = async () => {
    const parsed = parseDraft(draft, policy?.id);
    setFields(parsed.ok ? {} : parsed.fields);
    setMessage(parsed.ok ? undefined : "Some fields need another look; they are marked above.");
    if (!parsed.ok) return;
    setIsSaving(true);
    const result = await draftPolicyAction({ workspace, ...parsed.input });
    setIsSaving(false);
    if (!result.ok) {
      setFields(result.error.fields ?? {});
      return setMessage(result.error.message);
    }
    toast(`Saved a draft of “${draft.name}”. It is in force once it is published`, {
      tone: "success",
    });
    onClose();
  };
  const change = (more: Partial<PolicyDraft>) => setDraft((before) => ({ ...before, ...more }));
  return { draft, change, message, fields, isSaving, save };
}

/** Writes a draft; nothing is in force before it is published. */
export function PolicyEditor(props: PolicyEditorProps) {
  const { policy, approvers } = props;
  const { draft, change, message, fields, isSaving, save } = useEditor(props);
  const parts: EditorProps = { draft, change, fields, approvers };
  return (
    <FormDialog
      size="lg"
      title={policy ? `Change the policy “${policy.name}”` : "New policy"}
      description="This makes a draft. What is in force stays as it is until the draft is published."
      submitLabel="Save draft"
      isSubmitting={isSaving}
      problem={message}
      onSubmit={save}
    >
      {policy?.draft ? (
        <Callout tone="warning">
          There is a draft by {policy.draft.author || "Slipway"}. Saving replaces it.
        </Callout>
      ) : null}
      <Field label="Name" required error={fields.name}>
        <Input value={draft.name} onChange={(event) => change({ name: event.target.value })} />
      </Field>
      <TargetFields {...parts} />
      <ApproverFields {...parts} />
      <GateFields {...parts} />
      <TimeFields {...parts} />
      <Field
        label="Why this change"
        required
        error={fields.reason}
        description="Kept with the version, for whoever asks later."
      >
        <Textarea
          rows={2}
          maxLength={2_000}
          value={draft.reason}
          onChange={(event) => change({ reason: event.target.value })}
        />
      </Field>
    </FormDialog>
  );
}

const TIMES = [
  {
    name: "dueDays",
    label: "Decided within days",
    description: "Then a request is overdue.",
    isRequired: true,
  },
  {
    name: "validityDays",
    label: "Approval is valid for days",
    description: "So long it may wait to be applied.",
    isRequired: true,
  },
  {
    name: "reapprovalDays",
    label: "Looked at again after days",
    description: "Empty for never. A request is opened in time.",
    isRequired: false,
  },
] as const;

function TimeFields({ draft, change, fields }: EditorProps) {
  return (
    <fieldset className="grid items-start gap-3 sm:grid-cols-3">
      <legend className="mb-2 font-semibold text-sm">Times</legend>
      {TIMES.map(({ name, label, description, isRequired }) => (
        <NumberField
          key={name}
          label={label}
          required={isRequired}
          min={1}
          value={draft[name]}
          onChange={(value) => change({ [name]: value })}
          description={description}
          error={fields[name]}
        />
      ))}
      <Field
        inline
        label="What was approved waits for an approver or an admin to apply it"
        description="Otherwise the last signature applies it, or the time that was chosen."
        className="sm:col-span-3"
      >
        <Checkbox
          checked={draft.isAppliedByHand}
          onCheckedChange={(checked) => change({ isAppliedByHand: checked === true })}
        />
      </Field>
      <Field
        inline
        label="Rollouts must follow the agreed plan"
        description="Of environments: one with other steps than the approved request is refused. Otherwise its record says so."
        className="sm:col-span-3"
      >
        <Checkbox
          checked={draft.mustFollowPlan}
          onCheckedChange={(checked) => change({ mustFollowPlan: checked === true })}
        />
      </Field>
    </fieldset>
  );
}
