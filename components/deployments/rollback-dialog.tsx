"use client";
import { useState } from "react";
import { TextDialog } from "@/components/approvals/text-dialog";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Dialog } from "@/components/ui/dialog";
import type { Result } from "@/lib/core/result";
import { rollBackDeploymentAction } from "@/lib/deployments/actions";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";

interface RollbackDialogProps {
  deployment: DeploymentDto;
  /** Gets everything; null for the plan that was in force before. */
  revision: number | null;
  /** What goes back to the plan before, where more is done along with it. */
  send?: (asked: {
    reason: string;
    trafficVersion: number;
    idempotencyKey: string;
  }) => Promise<Result<unknown>>;
  onClose: () => void;
}

/** Asks why, and goes back at once. */
export function RollbackDialog({ deployment, revision, send, onClose }: RollbackDialogProps) {
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const { slug: workspace } = useWorkspace();
  const { name, trafficVersion } = deployment;
  const where = revision === null ? "the plan before" : `revision ${revision}`;
  return (
    <Dialog open onOpenChange={onClose}>
      <TextDialog
        title={`Roll “${name}” back to ${where}?`}
        description={
          revision === null
            ? "Takes effect at once: the weights, shadows and overrides that were in force before this plan."
            : "Takes effect at once: the revision gets all of the traffic, and shadows and overrides end."
        }
        submitLabel="Roll back"
        field={{ name: "reason", label: "Why", maxLength: 2_000, required: true }}
        send={(reason) =>
          send?.({ reason, trafficVersion, idempotencyKey }) ??
          rollBackDeploymentAction({
            workspace,
            deployment: name,
            reason,
            trafficVersion,
            ...(revision === null ? {} : { revision }),
          })
        }
        done="Rolled back."
        onClose={onClose}
      />
    </Dialog>
  );
}
