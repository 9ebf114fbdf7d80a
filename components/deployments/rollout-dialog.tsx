"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { startRolloutAction } from "@/lib/deployments/actions/rollouts";
import type { DeploymentDto, RevisionDto } from "@/lib/deployments/dto/deployments";
import {
  KIND_WORDS,
  planOfForm,
  ROLLOUT_KINDS,
  type RolloutForm,
} from "@/lib/deployments/rules/rollout-form";

const NUMBERS = [
  ["bakeMinutes", "Minutes a step", "How long each step is looked at."],
  ["maxErrorPercent", "Errors at most, %", "More, surely, rolls back."],
  ["slowerPercent", "Slower at most, %", "The p99 against that of the stable revision."],
] as const;

interface RolloutDialogProps {
  deployment: DeploymentDto;
  /** That get no traffic now. */
  candidates: readonly RevisionDto[];
  onClose: () => void;
}

/** Starts a rollout with the usual guardrails. */
export function RolloutDialog({ deployment, candidates, onClose }: RolloutDialogProps) {
  const { slug: workspace } = useWorkspace();
  const [candidate, setCandidate] = useState(String(candidates[0]?.number ?? ""));
  const [form, setForm] = useState<RolloutForm>({
    kind: "canary",
    bakeMinutes: 10,
    maxErrorPercent: 2,
    slowerPercent: 20,
  });
  const [problem, setProblem] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  const submit = async () => {
    const plan = planOfForm(form);
    if (!plan) return setProblem("Give numbers that make a plan.");
    setIsSending(true);
    const { name } = deployment;
    const result = await startRolloutAction({
      ...{ workspace, deployment: name, candidate: Number(candidate), plan, reason: "" },
    });
    setIsSending(false);
    if (!result.ok) return setProblem(result.error.message);
    toast("The rollout has started.", { tone: "success" });
    onClose();
  };
  return (
    <FormDialog
      title={`Roll out in “${deployment.name}”`}
      description="By steps, with guardrails that give the traffic back by themselves."
      submitLabel="Start rollout"
      isSubmitting={isSending}
      problem={problem}
      onSubmit={submit}
    >
      <Field label="Candidate" required>
        <Select
          value={candidate}
          onChange={setCandidate}
          options={candidates.map(({ number, model, version }) => ({
            value: String(number),
            label: `Revision ${number}: ${model} ${version}`,
          }))}
        />
      </Field>
      <Field label="Kind" required>
        <Select
          value={form.kind}
          onChange={(kind) => setForm({ ...form, kind })}
          options={ROLLOUT_KINDS.map((kind) => ({ value: kind, ...KIND_WORDS[kind] }))}
        />
      </Field>
      {NUMBERS.map(([name, label, description]) => (
        <Field key={name} label={label} description={description} required>
          <Input
            type="number"
            min={0}
            step="any"
            value={form[name]}
            onChange={(event) => setForm({ ...form, [name]: event.target.valueAsNumber })}
          />
        </Field>
      ))}
    </FormDialog>
  );
}
