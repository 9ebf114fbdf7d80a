"use client";
import { useState } from "react";
import type { PromotionWish } from "@/components/approvals/promotion-wish";
import { ProtectedCallout } from "@/components/approvals/protected-callout";
import { useProtectedPlaces } from "@/components/approvals/use-protected-places";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Callout } from "@/components/ui/callout";
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
  /** Asks for what a policy protects instead. */
  onAsk: (wish: PromotionWish) => void;
  onClose: () => void;
}

export function StageDialog({ target, onAsk, onClose }: StageDialogProps) {
  return (
    <Dialog open={target !== null} onOpenChange={onClose}>
      {target ? <StageForm target={target} onAsk={onAsk} onClose={onClose} /> : null}
    </Dialog>
  );
}

const OPTIONS = STAGES.map((stage) => ({ value: stage, label: stage }));

interface StageFormProps extends StageDialogProps {
  target: Target;
}

/** What a move asks for: the protected place that it leaves or reaches. */
function useMove({ name, version, stage: from }: Target, to: Stage) {
  const findPlace = useProtectedPlaces(name, version);
  if (to === from) return null;
  const leaving = findPlace({ kind: "stage", value: from });
  const place = leaving ?? findPlace({ kind: "stage", value: to });
  const value = leaving ? from : to;
  const wish: PromotionWish = {
    name,
    version,
    action: leaving ? "clear" : "set",
    target: { kind: "stage", value },
  };
  return { place, wish, isLeaving: leaving !== undefined };
}

function StageForm({ target, onAsk, onClose }: StageFormProps) {
  const { slug } = useWorkspace();
  const [stage, setStage] = useState<Stage>(target.stage);
  const [archivesExisting, setArchivesExisting] = useState(true);
  const [problem, setProblem] = useState<string | undefined>();
  const [isSaving, setIsSaving] = useState(false);
  const move = useMove(target, stage);
  const isProtected = move?.place !== undefined;
  const mayArchive = !isProtected && (stage === "Staging" || stage === "Production");
  const save = async () => {
    if (move?.place) return onAsk(move.wish);
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
      if (result.error.code === "PROTECTED" && move) return onAsk(move.wish);
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
      submitLabel={isProtected ? "Request approval…" : "Move"}
      isSubmitting={isSaving}
      isDisabled={stage === target.stage}
      problem={problem}
      onSubmit={save}
    >
      <Field label="Stage" required>
        <Select options={OPTIONS} value={stage} onChange={setStage} />
      </Field>
      {move?.place ? <ProtectedCallout place={move.place} /> : null}
      {move?.isLeaving && stage !== "Archived" ? (
        <Callout tone="warning">
          {`Taken out of ${target.stage}, it goes to Archived first. From there it can be moved on.`}
        </Callout>
      ) : null}
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
