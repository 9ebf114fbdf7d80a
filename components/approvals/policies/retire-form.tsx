"use client";
import { useWorkspace } from "@/components/shell/workspace-context";
import { draftRetirementAction } from "@/lib/approvals/actions";
import type { PolicyDto } from "@/lib/approvals/dto/policies";
import { TextDialog } from "../text-dialog";

const FIELD = { name: "reason", label: "Why", maxLength: 2_000, required: true };

/** Proposes that a policy ends; another admin agrees by publishing it. */
export function RetireForm({ policy, onClose }: { policy: PolicyDto; onClose: () => void }) {
  const { slug: workspace } = useWorkspace();
  return (
    <TextDialog
      title={`Propose to end “${policy.name}”`}
      description="It protects its targets until another admin publishes the proposal."
      submitLabel="Propose"
      field={FIELD}
      send={(reason) => draftRetirementAction({ workspace, policyId: policy.id, reason })}
      done={`Proposed to end “${policy.name}”`}
      onClose={onClose}
    />
  );
}
