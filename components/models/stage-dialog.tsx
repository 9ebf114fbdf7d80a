"use client";
import { useId, useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
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
  const formId = useId();
  const { slug } = useWorkspace();
  const [stage, setStage] = useState<Stage>(target.stage);
  const [archivesExisting, setArchivesExisting] = useState(true);
  const [problem, setProblem] = useState<string | null>(null);
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
    <DialogContent
      size="sm"
      title={`Move version ${target.version} to a stage`}
      description="Stages are what older clients load by. Newer ones use aliases."
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={stage === target.stage}
            loading={isSaving}
          >
            Move
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
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
        {problem ? (
          <Callout tone="danger" role="alert">
            {problem}
          </Callout>
        ) : null}
      </form>
    </DialogContent>
  );
}
