"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { scaleDeploymentAction } from "@/lib/deployments/actions";
import type { DeploymentDto, RevisionDto } from "@/lib/deployments/dto/deployments";
import { scaleInput } from "@/lib/deployments/schema/deployments";
import { BackendFields } from "./backend-fields";
import { type Settings, toBackend, toSettings } from "./backend-form";
import { servedTitle } from "./traffic-parts";

interface ScaleFormProps {
  deployment: DeploymentDto;
  onClose: () => void;
}

function useScaleForm({ deployment, onClose }: ScaleFormProps, first: RevisionDto) {
  const { slug: workspace } = useWorkspace();
  const [revision, setRevision] = useState(first);
  const [settings, setSettings] = useState<Settings>(() => toSettings(first.backend));
  const [reason, setReason] = useState("");
  const [problems, setProblems] = useState<Settings>({});
  const [problem, setProblem] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  // A plan that others set meanwhile is not written over.
  const [seen] = useState(deployment.trafficVersion);
  const choose = (next: RevisionDto) => {
    setRevision(next);
    setSettings(toSettings(next.backend));
  };
  const submit = async () => {
    const parsed = scaleInput.safeParse({
      deployment: deployment.name,
      revision: revision.number,
      backend: toBackend(revision.backend.kind, settings),
      trafficVersion: seen,
      reason,
    });
    setProblem(undefined);
    setProblems(
      Object.fromEntries(
        (parsed.error?.issues ?? []).map(({ path, message }) => [String(path.at(-1)), message]),
      ),
    );
    if (!parsed.success) return;
    setIsSending(true);
    const result = await scaleDeploymentAction({ workspace, ...parsed.data });
    setIsSending(false);
    if (!result.ok) {
      setProblem(result.error.message);
      return;
    }
    toast(`Revision ${result.data.number} takes over from revision ${revision.number}.`, {
      tone: "success",
    });
    onClose();
  };
  return {
    revision,
    choose,
    settings,
    setSettings,
    reason,
    setReason,
    problems,
    problem,
    isSending,
    submit,
  };
}

function ScaleForm({ first, ...props }: ScaleFormProps & { first: RevisionDto }) {
  const { serves } = props.deployment;
  const form = useScaleForm(props, first);
  return (
    <FormDialog
      title="Scale"
      description="The same version with other settings: a new revision takes over all that this one has."
      size="lg"
      submitLabel="Scale"
      isSubmitting={form.isSending}
      problem={form.problem}
      onSubmit={form.submit}
    >
      <Field label="Revision" required>
        <Select
          options={serves.map((one) => ({
            value: String(one.number),
            label: `Revision ${one.number}: ${servedTitle(one)}`,
          }))}
          value={String(form.revision.number)}
          onChange={(number) => {
            const next = serves.find((one) => String(one.number) === number);
            if (next) form.choose(next);
          }}
        />
      </Field>
      <BackendFields
        kind={form.revision.backend.kind}
        settings={form.settings}
        problems={form.problems}
        onSettings={form.setSettings}
      />
      <Field label="Why" error={form.problems.reason}>
        <Input value={form.reason} onChange={(event) => form.setReason(event.target.value)} />
      </Field>
    </FormDialog>
  );
}

/** Serves the same version with more or fewer instances, or other batches. */
export function ScaleDialog(props: ScaleFormProps) {
  const [most] = props.deployment.serves.toSorted((a, b) => b.weight - a.weight);
  return most ? <ScaleForm {...props} first={most} /> : null;
}
