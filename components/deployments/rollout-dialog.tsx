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
  FIRST_FORM,
  KIND_WORDS,
  planOfForm,
  ROLLOUT_KINDS,
  type RolloutForm,
} from "@/lib/deployments/rules/rollout-form";
import { DISTANCE_WORDS, QUALITY_WORDS } from "@/lib/deployments/rules/rollout-words";
import { DISTANCES, QUALITY_MEASURES } from "@/lib/deployments/schema/rollouts";

type NumberName = {
  [Name in keyof RolloutForm]: RolloutForm[Name] extends number ? Name : never;
}[keyof RolloutForm];

interface FieldsProps {
  form: RolloutForm;
  onChange: (form: RolloutForm) => void;
}

const NUMBERS = [
  ["bakeMinutes", "Minutes a step", "How long each step is looked at."],
  ["maxErrorPercent", "Errors at most, %", "Rolled back where it is surely more."],
  ["slowerPercent", "Slower at most, %", "The p99 against that of the stable revision."],
] as const;

const WORSE = [
  ["worsePercent", "Worse at most, %", "Than the stable revision, of its own value."],
] as const;
const DISTANCE = [
  [
    "maxDistance",
    "Distance at most",
    "0 for the same answers. From 0.2 on, PSI is usually taken for a shift.",
  ],
] as const;
const ANSWERS = [
  ["minAnswers", "Answers at least", "Of each revision, with a label where quality is asked for."],
] as const;

function NumberFields({
  fields,
  form,
  onChange,
}: FieldsProps & { fields: readonly (readonly [NumberName, string, string])[] }) {
  return fields.map(([name, label, description]) => (
    <Field key={name} label={label} description={description} required>
      <Input
        type="number"
        min={0}
        step="any"
        value={form[name]}
        onChange={(event) => onChange({ ...form, [name]: event.target.valueAsNumber })}
      />
    </Field>
  ));
}

const NOT_CHECKED = { value: "none", label: "Not checked" } as const;
const UNTIL_KNOWN = [
  { value: "hold", label: "The step waits" },
  { value: "continue", label: "The rollout goes on" },
] as const;

/** Guardrails that read what revisions answered, and the labels posted for it. */
function LoggedGuardrails({ form, onChange }: FieldsProps) {
  return (
    <>
      <Field
        label="Live quality"
        description="Of the logged answers, by the labels posted for them."
      >
        <Select
          value={form.quality ?? "none"}
          onChange={(quality) =>
            onChange({ ...form, quality: quality === "none" ? null : quality })
          }
          options={[
            NOT_CHECKED,
            ...QUALITY_MEASURES.map((value) => ({ value, label: QUALITY_WORDS[value] })),
          ]}
        />
      </Field>
      {form.quality ? <NumberFields fields={WORSE} form={form} onChange={onChange} /> : null}
      <Field
        label="Distribution of predictions"
        description="How far the candidate's answers are from the stable revision's."
      >
        <Select
          value={form.distance ?? "none"}
          onChange={(distance) =>
            onChange({ ...form, distance: distance === "none" ? null : distance })
          }
          options={[
            NOT_CHECKED,
            ...DISTANCES.map((value) => ({ value, label: DISTANCE_WORDS[value] })),
          ]}
        />
      </Field>
      {form.distance ? <NumberFields fields={DISTANCE} form={form} onChange={onChange} /> : null}
      {form.quality || form.distance ? (
        <>
          <NumberFields fields={ANSWERS} form={form} onChange={onChange} />
          <Field label="With fewer answers" required>
            <Select
              value={form.untilKnown}
              onChange={(untilKnown) => onChange({ ...form, untilKnown })}
              options={UNTIL_KNOWN}
            />
          </Field>
        </>
      ) : null}
    </>
  );
}

const WATCHES = [
  { value: "drift", label: "Drift" },
  { value: "performance", label: "Performance" },
] as const;
const ROLES = [
  { value: "signal", label: "The rollout is paused" },
  { value: "guardrail", label: "The rollout is rolled back" },
] as const;

export interface AskedMonitor {
  id: number;
  name: string;
}

/** What a monitor of the deployment says since the step began, where it has one. */
function MonitorFields({
  form,
  onChange,
  monitors,
}: FieldsProps & { monitors: readonly AskedMonitor[] }) {
  if (monitors.length === 0) return null;
  return (
    <>
      <Field
        label="Monitor"
        description="What it finds in its newest window, of all of the deployment's traffic."
      >
        <Select
          value={form.monitor === null ? "none" : String(form.monitor)}
          onChange={(monitor) =>
            onChange({ ...form, monitor: monitor === "none" ? null : Number(monitor) })
          }
          options={[
            NOT_CHECKED,
            ...monitors.map(({ id, name }) => ({ value: String(id), label: name })),
          ]}
        />
      </Field>
      {form.monitor === null ? null : (
        <>
          <Field label="It tells of" required>
            <Select
              value={form.monitorWatches}
              onChange={(monitorWatches) => onChange({ ...form, monitorWatches })}
              options={WATCHES}
            />
          </Field>
          <Field label="Beyond its limits" required>
            <Select
              value={form.monitorRole}
              onChange={(monitorRole) => onChange({ ...form, monitorRole })}
              options={ROLES}
            />
          </Field>
          <Field label="While it says nothing" required>
            <Select
              value={form.untilKnown}
              onChange={(untilKnown) => onChange({ ...form, untilKnown })}
              options={UNTIL_KNOWN}
            />
          </Field>
        </>
      )}
    </>
  );
}

interface RolloutDialogProps {
  /** That watch the deployment. */
  monitors: readonly AskedMonitor[];
  deployment: DeploymentDto;
  /** That get no traffic now. */
  candidates: readonly RevisionDto[];
  onClose: () => void;
}

/** Starts a rollout with the usual guardrails. */
export function RolloutDialog({ deployment, monitors, candidates, onClose }: RolloutDialogProps) {
  const { slug: workspace } = useWorkspace();
  const [candidate, setCandidate] = useState(String(candidates[0]?.number ?? ""));
  const [form, setForm] = useState<RolloutForm>(FIRST_FORM);
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
      <NumberFields fields={NUMBERS} form={form} onChange={setForm} />
      <LoggedGuardrails form={form} onChange={setForm} />
      <MonitorFields form={form} onChange={setForm} monitors={monitors} />
    </FormDialog>
  );
}
