"use client";
import { useState } from "react";
import { useCan } from "@/components/shell/workspace-context";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import type { Result } from "@/lib/core/result";
import type { RunViewDto } from "@/lib/runs/dto/views";

interface RunViewFormProps {
  /** Null for a new one. */
  view: RunViewDto | null;
  onSave: (
    view: RunViewDto | null,
    as: Pick<RunViewDto, "name" | "isShared">,
  ) => Promise<Result<unknown>>;
  onClose: () => void;
}

/** Inside a dialog: what a view is called and who sees it. */
export function RunViewForm({ view, onSave, onClose }: RunViewFormProps) {
  const mayShare = useCan("experiment:write");
  const [name, setName] = useState(view?.name ?? "");
  const [isShared, setShared] = useState(view?.isShared ?? false);
  const [problem, setProblem] = useState<string>();
  const [isSaving, setIsSaving] = useState(false);
  const save = async () => {
    setIsSaving(true);
    const result = await onSave(view, { name, isShared });
    setIsSaving(false);
    if (result.ok) onClose();
    else setProblem(result.error.message);
  };
  return (
    <FormDialog
      size="sm"
      title={view ? "Rename or share the view" : "Save as a view"}
      description="It keeps the filter, the order and the columns, and has an address of its own."
      submitLabel="Save"
      isSubmitting={isSaving}
      onSubmit={save}
    >
      <Field label="Name" required error={problem}>
        <Input
          value={name}
          placeholder="Best of each optimizer"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
      {mayShare ? (
        <Field inline label="Everybody in the workspace sees it">
          <Switch checked={isShared} onCheckedChange={setShared} />
        </Field>
      ) : null}
    </FormDialog>
  );
}
