"use client";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { RadioGroup, RadioItem } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { commentAction } from "@/lib/approvals/actions";
import { SEVERITIES, type Severity } from "@/lib/approvals/schema/requests";
import { SEVERITY_LOOKS } from "./severity";

interface CommentDialogProps {
  number: number;
  onClose: () => void;
}

/** A comment on a request, and how much weighs what it says. */
export function RequestCommentDialog({ number, onClose }: CommentDialogProps) {
  const { slug: workspace } = useWorkspace();
  const mayBlock = useCan("approval:vote");
  const [severity, setSeverity] = useState<Severity>("note");
  const [body, setBody] = useState("");
  const [problem, setProblem] = useState<{ body?: string; form?: string }>({});
  const [isSaving, setIsSaving] = useState(false);
  const save = async () => {
    setIsSaving(true);
    const result = await commentAction({ workspace, number, severity, body });
    setIsSaving(false);
    if (result.ok) {
      toast("Comment written", { tone: "success" });
      onClose();
      return;
    }
    const { fields, message } = result.error;
    setProblem(fields?.body ? { body: fields.body } : { form: message });
  };
  return (
    <FormDialog
      title="Comment"
      submitLabel="Comment"
      isSubmitting={isSaving}
      problem={problem.form}
      onSubmit={save}
    >
      <Field label="Comment" required description="Markdown works here." error={problem.body}>
        <Textarea
          rows={5}
          maxLength={10_000}
          value={body}
          onChange={(event) => setBody(event.target.value)}
        />
      </Field>
      <Field label="Severity" required>
        <RadioGroup
          value={severity}
          onValueChange={(value) => setSeverity(SEVERITIES.find((one) => one === value) ?? "note")}
        >
          {SEVERITIES.filter((one) => mayBlock || one !== "blocking").map((one) => {
            const { label, description } = SEVERITY_LOOKS[one];
            return <RadioItem key={one} value={one} label={label} description={description} />;
          })}
        </RadioGroup>
      </Field>
    </FormDialog>
  );
}
