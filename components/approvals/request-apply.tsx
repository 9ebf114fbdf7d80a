"use client";
import { CirclePlay } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import { applyRequestAction } from "@/lib/approvals/actions";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { describeTarget } from "@/lib/approvals/rules/targets";

/** What was approved and waits for somebody to bring it about. */
export function RequestApply({ request }: { request: ApprovalRequestDetailDto }) {
  const { slug: workspace } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const { number, modelName, version, target, awaitsApplying, mayApply } = request;
  if (!awaitsApplying) return null;
  const apply = async () => {
    const result = await applyRequestAction({ workspace, number });
    if (!result.ok) return result.error.message;
    toast(`Applied: ${modelName} ${version}, ${describeTarget(target)}`, { tone: "success" });
    return undefined;
  };
  return (
    <>
      <Callout
        tone="info"
        title="Approved, and not applied yet"
        actions={
          mayApply ? (
            <Button variant="primary" size="sm" onClick={() => setIsOpen(true)}>
              <CirclePlay aria-hidden="true" />
              Apply now
            </Button>
          ) : null
        }
      >
        {mayApply
          ? "The policy leaves it to somebody to say when. You may."
          : "The policy leaves it to an approver or an admin to say when."}
      </Callout>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Apply ${modelName} ${version} to the ${describeTarget(target)}?`}
        description="Everything that was approved is looked at once more. Whoever loads from there gets this version from then on."
        confirmLabel="Apply"
        onConfirm={apply}
      />
    </>
  );
}
