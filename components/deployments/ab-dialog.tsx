"use client";
import { useId, useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { startAbTestAction } from "@/lib/deployments/actions/rollouts";
import type { DeploymentDto, RevisionDto } from "@/lib/deployments/dto/deployments";
import { startAbTestInput } from "@/lib/deployments/schema/ab-tests";
import { type AbForm, firstAbForm, isSplitAlready, toStartInput } from "./ab-form";

interface AbDialogProps {
  deployment: DeploymentDto;
  revisions: readonly RevisionDto[];
  /** Under which outcomes were posted already. */
  metrics: readonly string[];
  onClose: () => void;
}

interface FieldsProps {
  form: AbForm;
  problems: Readonly<Record<string, string>>;
  set: (change: Partial<AbForm>) => void;
}

function useAbForm({ deployment, revisions, onClose }: AbDialogProps) {
  const { slug: workspace } = useWorkspace();
  // A plan that others set meanwhile is not written over.
  const [seen] = useState(deployment);
  const [form, setForm] = useState(() => firstAbForm(deployment, revisions));
  const [problems, setProblems] = useState<Record<string, string>>({});
  const [isSending, setIsSending] = useState(false);
  const submit = async () => {
    const parsed = startAbTestInput.safeParse(toStartInput(seen, form));
    setProblems(
      Object.fromEntries(
        (parsed.error?.issues ?? []).map(({ path, message }) => [path.join("."), message]),
      ),
    );
    if (!parsed.success) return;
    setIsSending(true);
    const result = await startAbTestAction({ workspace, ...parsed.data });
    setIsSending(false);
    if (!result.ok) return setProblems({ form: result.error.message });
    toast("The A/B test has started.", { tone: "success" });
    onClose();
  };
  const set = (change: Partial<AbForm>) => setForm({ ...form, ...change });
  return { form, set, problems, isSending, submit, isSplit: isSplitAlready(seen, form) };
}

const ARMS = [
  ["control", "Control"],
  ["treatment", "Treatment"],
] as const;

function ArmFields({ form, set, revisions }: FieldsProps & Pick<AbDialogProps, "revisions">) {
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      {ARMS.map(([name, label]) => (
        <Field key={name} label={label} required>
          <Select
            value={form[name]}
            onChange={(value) => set({ [name]: value })}
            options={revisions.map(({ number, model, version }) => ({
              value: String(number),
              label: `Revision ${number}: ${model} ${version}`,
            }))}
          />
        </Field>
      ))}
    </div>
  );
}

const KINDS = [
  { value: "proportion", label: "Proportion", description: "Of units that did it: bought, stayed" },
  { value: "mean", label: "Mean", description: "Of a number a unit: revenue, minutes" },
] as const;
const BETTER = [
  { value: "higher", label: "Higher is better" },
  { value: "lower", label: "Lower is better" },
] as const;
const DIFFERENCES = [
  { value: "relative", label: "Relative: +5 % of the control's" },
  { value: "absolute", label: "Absolute: +0.5 points, or in its unit" },
] as const;

function QuestionFields({
  form,
  set,
  problems,
  metrics,
}: FieldsProps & Pick<AbDialogProps, "metrics">) {
  const suggestions = useId();
  return (
    <>
      <Field
        label="Metric"
        description={
          metrics.length > 0
            ? `Posted so far: ${metrics.slice(0, 5).join(", ")}.`
            : "The name under which outcomes will be posted for each revision."
        }
        error={problems["question.metric"]}
        required
      >
        <Input
          list={suggestions}
          value={form.metric}
          onChange={(event) => set({ metric: event.target.value })}
        />
      </Field>
      <datalist id={suggestions}>
        {metrics.map((metric) => (
          <option key={metric} value={metric} />
        ))}
      </datalist>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="It is a" required>
          <Select value={form.kind} onChange={(kind) => set({ kind })} options={KINDS} />
        </Field>
        <Field label="Direction" required>
          <Select value={form.better} onChange={(better) => set({ better })} options={BETTER} />
        </Field>
        <Field label="Difference" required>
          <Select
            value={form.difference}
            onChange={(difference) => set({ difference })}
            options={DIFFERENCES}
          />
        </Field>
        <Field
          label="Alpha"
          description="The chance to find a difference that is not there."
          error={problems["question.alpha"]}
          required
        >
          <Input
            inputMode="decimal"
            value={form.alpha}
            onChange={(event) => set({ alpha: event.target.value })}
          />
        </Field>
      </div>
      <Field
        label="Planned units in all"
        description="From how many on the fixed-horizon view may be read. The verdict does not need it."
        error={problems["question.plannedUnits"]}
      >
        <Input
          inputMode="numeric"
          value={form.plannedUnits}
          onChange={(event) => set({ plannedUnits: event.target.value })}
        />
      </Field>
    </>
  );
}

function SplitFields({ form, set, problems }: FieldsProps) {
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field
        label="Treatment gets, %"
        description="Of the traffic that the two have together, at once."
        error={problems["split.treatmentShare"]}
        required
      >
        <Input
          inputMode="decimal"
          value={form.sharePercent}
          onChange={(event) => set({ sharePercent: event.target.value })}
        />
      </Field>
      <Field
        label="Header that assigns"
        description="Requests with the same value of it are one unit."
        error={problems["split.stickyHeader"]}
      >
        <Input
          value={form.stickyHeader}
          placeholder="x-customer-id"
          spellCheck={false}
          onChange={(event) => set({ stickyHeader: event.target.value })}
        />
      </Field>
    </div>
  );
}

const LIMITS = [
  ["moreErrorsPercent", "More errors at most, %", "limits.error_rate.relative"],
  ["moreErrorsPoints", "Plus points of errors", "limits.error_rate.absolute"],
  ["slowerPercent", "Slower at most, % of the p99", "limits.p99_latency.relative"],
  ["slowerMs", "Plus milliseconds", "limits.p99_latency.absolute"],
] as const;

/** How much worse than the control the treatment may answer, whatever the metric says. */
function LimitFields({ form, set, problems }: FieldsProps) {
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-1 font-medium text-sm">Guardrails</legend>
      <p className="text-muted text-sm">
        Both are added to what the control does. A treatment that is surely worse than that is not
        recommended, however good its metric is.
      </p>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {LIMITS.map(([name, label, problem]) => (
          <Field key={name} label={label} error={problems[problem]} required>
            <Input
              inputMode="decimal"
              value={form[name]}
              onChange={(event) => set({ [name]: event.target.value })}
            />
          </Field>
        ))}
      </div>
    </fieldset>
  );
}

/** Asks whether one revision is better than another; what is asked never changes. */
export function AbDialog(props: AbDialogProps) {
  const { form, set, problems, isSending, submit, isSplit } = useAbForm(props);
  const fields = { form, set, problems };
  return (
    <FormDialog
      title="Start an A/B test"
      description="What is asked is fixed before anybody has seen data, and never changes."
      size="lg"
      submitLabel="Start test"
      isSubmitting={isSending}
      problem={problems.form}
      onSubmit={submit}
    >
      <Field label="Name" error={problems.name} required>
        <Input value={form.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <ArmFields {...fields} revisions={props.revisions} />
      <QuestionFields {...fields} metrics={props.metrics} />
      {isSplit ? (
        <p className="text-muted text-sm">The two share the traffic already: it stays as it is.</p>
      ) : (
        <SplitFields {...fields} />
      )}
      <LimitFields {...fields} />
    </FormDialog>
  );
}
