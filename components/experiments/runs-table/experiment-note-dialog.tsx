"use client";
import { type FormEvent, useId, useState, useTransition } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Textarea } from "@/components/ui/textarea";
import { setExperimentNoteAction } from "@/lib/experiments/actions";

interface ExperimentNoteDialogProps {
  experiment: { id: number; name: string; note: string };
  open: boolean;
  onClose: () => void;
}

export function ExperimentNoteDialog({ experiment, open, onClose }: ExperimentNoteDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onClose}>
      <NoteForm experiment={experiment} onClose={onClose} />
    </Dialog>
  );
}

function NoteForm({ experiment, onClose }: Omit<ExperimentNoteDialogProps, "open">) {
  const formId = useId();
  const { slug } = useWorkspace();
  const [note, setNote] = useState(experiment.note);
  const [problem, setProblem] = useState<string | null>(null);
  const [isSaving, startSaving] = useTransition();
  const save = (event: FormEvent) => {
    event.preventDefault();
    startSaving(async () => {
      const result = await setExperimentNoteAction({ workspace: slug, id: experiment.id, note });
      if (result.ok) onClose();
      else setProblem(result.error.message);
    });
  };
  return (
    <DialogContent
      title={`Notes on ${experiment.name}`}
      description="What it is about, what was learned. Everyone in the workspace reads this."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" loading={isSaving}>
            Save
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={save} className="grid gap-3">
        <Field label="Notes" required description="Markdown.">
          <Textarea value={note} onChange={(event) => setNote(event.target.value)} rows={10} />
        </Field>
        {problem ? (
          <Callout tone="danger" role="alert">
            {problem}
          </Callout>
        ) : null}
      </form>
    </DialogContent>
  );
}
