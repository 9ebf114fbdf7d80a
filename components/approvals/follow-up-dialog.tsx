"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { closeFollowUpAction } from "@/lib/approvals/actions";
import type { ApprovalRequestDto } from "@/lib/approvals/dto/shapes";

type Followed = Pick<ApprovalRequestDto, "number" | "modelName" | "version">;

/** Closes what an emergency left open, with what was found. */
export function FollowUpButton({ request }: { request: Followed }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button>Close follow-up…</Button>
      </DialogTrigger>
      {isOpen ? <FollowUpForm request={request} onClose={() => setIsOpen(false)} /> : null}
    </Dialog>
  );
}

function FollowUpForm({ request, onClose }: { request: Followed; onClose: () => void }) {
  const { slug: workspace } = useWorkspace();
  const { number, modelName, version } = request;
  const [resolution, setResolution] = useState("");
  const [problem, setProblem] = useState<string>();
  const [isSaving, setIsSaving] = useState(false);
  const close = async () => {
    setIsSaving(true);
    const result = await closeFollowUpAction({ workspace, number, resolution });
    setIsSaving(false);
    if (!result.ok) {
      setProblem(result.error.message);
      return;
    }
    toast("Closed the follow-up", { tone: "success" });
    onClose();
  };
  return (
    <FormDialog
      title="Close the follow-up"
      description={`${modelName} ${version} went past the approvals. What you write is kept with your name.`}
      submitLabel="Close follow-up"
      isSubmitting={isSaving}
      onSubmit={close}
    >
      <Field label="What was found, and whether the promotion stands" required error={problem}>
        <Textarea
          rows={4}
          maxLength={5_000}
          value={resolution}
          onChange={(event) => setResolution(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
