"use client";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { Result } from "@/lib/core/result";

interface TextDialogProps {
  title: string;
  description: string;
  submitLabel: string;
  /** The one thing that is asked for, and under which name the server complains of it. */
  field: { name: string; label: string; maxLength: number; required: boolean };
  /** What stands in it at first. */
  initial?: string;
  send: (text: string) => Promise<Result<unknown>>;
  /** What is said once it is done. */
  done: string;
  onClose: () => void;
}

/** Asks for one text and does with it what the dialog is about. */
export function TextDialog(props: TextDialogProps) {
  const { title, description, submitLabel, field, initial = "", send, done, onClose } = props;
  const [text, setText] = useState(initial);
  const [problem, setProblem] = useState<{ field?: string; form?: string }>({});
  const [isSaving, setIsSaving] = useState(false);
  const submit = async () => {
    setIsSaving(true);
    const result = await send(text);
    setIsSaving(false);
    if (!result.ok) {
      const { fields, message } = result.error;
      const own = fields?.[field.name];
      setProblem(own ? { field: own } : { form: message });
      return;
    }
    toast(done, { tone: "success" });
    onClose();
  };
  return (
    <FormDialog
      title={title}
      description={description}
      submitLabel={submitLabel}
      isSubmitting={isSaving}
      problem={problem.form}
      onSubmit={submit}
    >
      <Field label={field.label} required={field.required} error={problem.field}>
        <Textarea
          rows={4}
          maxLength={field.maxLength}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}
