"use client";
import { useState } from "react";
import type { Result } from "@/lib/core/result";
import { Field } from "./field";
import { FormDialog } from "./form-dialog";
import { Input } from "./input";
import { Textarea } from "./textarea";

export interface Tag {
  key: string;
  value: string;
}

interface TagFormProps {
  /** A new one when its key is empty. */
  tag: Tag;
  isValueRequired?: boolean;
  onSave: (tag: Tag) => Promise<Result<void>>;
  onClose: () => void;
}

/** Inside a dialog: the name and the value of a tag. */
export function TagForm({ tag, isValueRequired = false, onSave, onClose }: TagFormProps) {
  const [draft, setDraft] = useState(tag);
  const [problem, setProblem] = useState<Readonly<Record<string, string>>>({});
  const [isSaving, setIsSaving] = useState(false);
  const isNew = tag.key === "";
  const save = async () => {
    setIsSaving(true);
    const result = await onSave(draft);
    setIsSaving(false);
    if (result.ok) onClose();
    else setProblem(result.error.fields ?? { [isNew ? "key" : "value"]: result.error.message });
  };
  return (
    <FormDialog
      size="sm"
      title={isNew ? "Add tag" : `Edit tag ${tag.key}`}
      submitLabel={isNew ? "Add tag" : "Save"}
      isSubmitting={isSaving}
      onSubmit={save}
    >
      {isNew ? (
        <Field label="Name" required error={problem.key}>
          <Input
            value={draft.key}
            onChange={(event) => setDraft({ ...draft, key: event.target.value })}
            spellCheck={false}
          />
        </Field>
      ) : null}
      <Field label="Value" required={isValueRequired} error={problem.value}>
        <Textarea
          rows={3}
          value={draft.value}
          onChange={(event) => setDraft({ ...draft, value: event.target.value })}
          spellCheck={false}
        />
      </Field>
    </FormDialog>
  );
}
