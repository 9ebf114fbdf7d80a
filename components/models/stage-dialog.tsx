"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { transitionStageAction } from "@/lib/models/actions";
import { STAGES, type Stage } from "@/lib/models/schema";

interface Target {
  name: string;
  version: number;
  stage: Stage;
}

interface StageDialogProps {
  /** The version to move; null while the dialog is closed. */
  target: Target | null;
  onClose: () => void;
}

export function StageDialog({ target, onClose }: StageDialogProps) {
  return (
    <Dialog open={target !== null} onOpenChange={onClose}>
      {target ? <StageForm target={target} onClose={onClose} /> : null}
    </Dialog>
  );
}

const OPTIONS = STAGES.map((stage) => ({ value: stage, label: stage }));

function StageForm({ target, onClose }: { target: Target; onClose: () => void }) {
  const { slug } = useWorkspace();
  const [stage, setStage] = useState<Stage>(target.stage);
  const [archivesExisting, setArchivesExisting] = useState(true);
  const [problem, setProblem] = useState<string | undefined>();
  const [isSaving, setIsSaving] = useState(false);
  const mayArchive = stage === "Staging" || stage === "Production";
  const save = async () => {
    setIsSaving(true);
    const result = await transitionStageAction({
      workspace: slug,
      name: target.name,
      version: target.version,
      stage,
      archivesExisting: mayArchive && archivesExisting,
    });
    setIsSaving(false);
    if (!result.ok) {
      setProblem(result.error.message);
      return;
    }
    toast(`Version ${target.version} is in stage ${stage} now`, { tone: "success" });
    onClose();
  };
  return (
    <FormDialog
      size="sm"
      title={`Move version ${target.version} to a stage`}
      description="Stages are what older clients load by. Newer ones use aliases."
      submitLabel="Move"
      isSubmitting={isSaving}
      isDisabled={stage === target.stage}
      problem={problem}
      onSubmit={save}
    >
      <Field label="Stage" required>
        <Select options={OPTIONS} value={stage} onChange={setStage} />
      </Field>
      {mayArchive ? (
        <Field
          inline
          label={`Archive the versions that are in ${stage} now`}
          description="Then this is the only one there."
        >
          <Checkbox
            checked={archivesExisting}
            onCheckedChange={(checked) => setArchivesExisting(checked === true)}
          />
        </Field>
      ) : null}
    </FormDialog>
  );
}
