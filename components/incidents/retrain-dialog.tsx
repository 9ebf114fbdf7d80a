"use client";
import { useState } from "react";
import { NewJobForm } from "@/components/compute/new-job-form";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Checkbox } from "@/components/ui/checkbox";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { toast } from "@/components/ui/toast";
import type { BackendDto } from "@/lib/compute/dto/backends";
import { retrainFromIncidentAction } from "@/lib/incidents/actions/acts";
import type { TrainingProposalDto } from "@/lib/incidents/dto/acts";

interface RetrainDialogProps {
  incident: number;
  proposal: TrainingProposalDto;
  /** Those that take jobs; at least one. */
  backends: readonly BackendDto[];
  onClose: () => void;
}

/** What is run, on which data, and what becomes of the version; launched once, however often the button is pressed. */
export function RetrainDialog({ incident, proposal, backends, onClose }: RetrainDialogProps) {
  const { slug: workspace } = useWorkspace();
  const [idempotencyKey] = useState(() => crypto.randomUUID());
  const [startsRollout, setStartsRollout] = useState(false);
  const { job, model, problem } = proposal;
  const repeated = job ? `Repeats job ${job.number}, which trained what serves` : problem;
  return (
    <Dialog open onOpenChange={onClose}>
      <NewJobForm
        backends={backends}
        base={job ?? undefined}
        onDone={() => {
          toast("The retraining is under way. Its course is told here.", { tone: "success" });
          onClose();
        }}
        purpose={{
          title: model === null ? "Retrain" : `Retrain “${model}”`,
          description: `${repeated ?? ""}${job ? ", with the newest versions of its data." : ""} The model that it logs becomes a version, which asks for approval where a policy wants that.`,
          hasNewestData: true,
          launch: (input) =>
            retrainFromIncidentAction({
              ...{ workspace, incident, idempotencyKey, startsRollout },
              job: input,
            }),
        }}
      >
        <Field
          inline
          label="Start its rollout by itself"
          description="Once the version may serve, by a canary of three steps. Else it waits here for somebody who starts it."
        >
          <Checkbox
            checked={startsRollout}
            onCheckedChange={(checked) => setStartsRollout(checked === true)}
          />
        </Field>
      </NewJobForm>
    </Dialog>
  );
}
