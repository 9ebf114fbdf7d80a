"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { addRevisionAction } from "@/lib/deployments/actions";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";
import { isElsewhere } from "@/lib/deployments/rules/elsewhere";
import { addRevisionInput } from "@/lib/deployments/schema/deployments";
import { BackendFields } from "./backend-fields";
import { useServedForm } from "./use-served-form";
import { VersionFields } from "./version-fields";

interface AddRevisionDialogProps {
  deployment: DeploymentDto;
  onClose: () => void;
}

/** Adds a revision: another version, or the same one served in another way. */
export function AddRevisionDialog({ deployment, onClose }: AddRevisionDialogProps) {
  const { slug: workspace } = useWorkspace();
  const [note, setNote] = useState("");
  const form = useServedForm(
    { model: deployment.serves[0]?.model ?? "", version: "" },
    isElsewhere(deployment) ? "elsewhere" : undefined,
  );
  const add = async () => {
    const made = await form.send(addRevisionInput, { deployment: deployment.name, note }, (input) =>
      addRevisionAction({ workspace, ...input }),
    );
    if (!made) return;
    toast(`Revision ${made.number} is there. It gets no traffic yet.`, { tone: "success" });
    onClose();
  };
  return (
    <FormDialog
      title="Add a revision"
      description="It gets no traffic before a plan says so."
      size="lg"
      submitLabel="Add revision"
      isSubmitting={form.isSending}
      problem={form.problem}
      onSubmit={add}
    >
      <VersionFields chosen={form.chosen} problems={form.problems} onChange={form.setChosen} />
      <BackendFields {...form.backend} />
      <Field label="Note" error={form.problems.note}>
        <Input value={note} onChange={(event) => setNote(event.target.value)} />
      </Field>
    </FormDialog>
  );
}
