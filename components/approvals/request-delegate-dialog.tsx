"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { RadioGroup, RadioItem } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { delegateAction } from "@/lib/approvals/actions";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";

interface DelegateDialogProps {
  request: ApprovalRequestDetailDto;
  onClose: () => void;
}

/** Hands the reader's turn on this request to somebody who could sign it too. */
export function RequestDelegateDialog({ request, onClose }: DelegateDialogProps) {
  const { slug: workspace } = useWorkspace();
  const { number, delegates } = request;
  const [toUserId, setToUserId] = useState("");
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string | undefined>();
  const [isSaving, setIsSaving] = useState(false);
  const save = async () => {
    const to = delegates.find(({ userId }) => userId === toUserId);
    if (!to) {
      setProblem("Choose who signs for you.");
      return;
    }
    setIsSaving(true);
    const result = await delegateAction({ workspace, number, toUserId, reason });
    setIsSaving(false);
    if (!result.ok) {
      setProblem(result.error.message);
      return;
    }
    toast(`${to.name} signs for you`, { tone: "success" });
    onClose();
  };
  return (
    <FormDialog
      title="Hand over your turn"
      description="They sign for you on this request only, until you take your turn back. They cannot hand it on."
      submitLabel="Hand over"
      isSubmitting={isSaving}
      problem={problem}
      onSubmit={save}
    >
      <Field label="Who signs for you" required>
        <RadioGroup value={toUserId} onValueChange={setToUserId}>
          {delegates.map(({ userId, name, email }) => (
            <RadioItem key={userId} value={userId} label={name} description={email} />
          ))}
        </RadioGroup>
      </Field>
      <Field label="Why">
        <Textarea
          rows={2}
          maxLength={2_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
