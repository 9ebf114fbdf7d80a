"use client";
import { useState } from "react";
import { Field } from "./field";
import { FormDialog } from "./form-dialog";
import { Input } from "./input";
import { toast } from "./toast";

interface RenameFormProps {
  /** What is renamed: "run", "model". */
  noun: string;
  name: string;
  description?: string;
  /** Answers why it did not work, or null. */
  onRename: (name: string) => Promise<string | null>;
  onClose: () => void;
}

/** Inside a dialog: another name for what has one. */
export function RenameForm({ noun, name, description, onRename, onClose }: RenameFormProps) {
  const [draft, setDraft] = useState(name);
  const [problem, setProblem] = useState<string>();
  const [isSaving, setIsSaving] = useState(false);
  const newName = draft.trim();
  const rename = async () => {
    setIsSaving(true);
    const refusal = await onRename(newName);
    setIsSaving(false);
    setProblem(refusal ?? undefined);
    if (refusal !== null) return;
    toast(`Renamed to “${newName}”`, { tone: "success" });
    onClose();
  };
  return (
    <FormDialog
      size="sm"
      title={`Rename ${noun}`}
      description={description}
      submitLabel="Rename"
      isSubmitting={isSaving}
      onSubmit={rename}
    >
      <Field label="Name" required error={problem}>
        <Input
          value={draft}
          onChange={(event) => setDraft(event.target.value)}
          spellCheck={false}
        />
      </Field>
    </FormDialog>
  );
}
