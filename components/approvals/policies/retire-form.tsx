"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { draftRetirementAction } from "@/lib/approvals/actions";
import type { PolicyDto } from "@/lib/approvals/dto/shapes";

/** Proposes that a policy ends; another admin agrees by publishing it. */
export function RetireForm({ policy, onClose }: { policy: PolicyDto; onClose: () => void }) {
  const { slug: workspace } = useWorkspace();
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<string>();
  const [isSaving, setIsSaving] = useState(false);
  const propose = async () => {
    setIsSaving(true);
    const result = await draftRetirementAction({ workspace, policyId: policy.id, reason });
    setIsSaving(false);
    if (!result.ok) {
      setProblem(result.error.fields?.reason ?? result.error.message);
      return;
    }
    toast(`Proposed to end “${policy.name}”`, { tone: "success" });
    onClose();
  };
  return (
    <FormDialog
      title={`Propose to end “${policy.name}”`}
      description="It protects its targets until another admin publishes the proposal."
      submitLabel="Propose"
      isSubmitting={isSaving}
      onSubmit={propose}
    >
      <Field label="Why" required error={problem}>
        <Textarea
          rows={3}
          maxLength={2_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
