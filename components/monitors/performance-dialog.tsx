"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { definePerformanceAction } from "@/lib/monitors/actions";
import type { PerformancePageDto } from "@/lib/monitors/dto/performance";
import { BUSINESS_OF_WORDS } from "@/lib/monitors/rules/performance/business";
import { LIMIT_WORDS, METRIC_WORDS, TASK_WORDS } from "@/lib/monitors/rules/performance/words";
import { BUSINESS_OF } from "@/lib/monitors/schema/business";
import { definePerformanceInput, TASKS } from "@/lib/monitors/schema/performance";
import {
  LIMIT_KINDS,
  metricsOf,
  type PerformanceForm,
  toPerformanceForm,
  toPerformanceInput,
} from "./performance-form";

const MAX_SLICES = 5;

interface PerformanceDialogProps {
  page: PerformancePageDto;
  onClose: () => void;
}

function usePerformanceForm({ page, onClose }: PerformanceDialogProps) {
  const { slug: workspace } = useWorkspace();
  const before = page.performance?.definition ?? null;
  const [form, setForm] = useState(() => toPerformanceForm(before));
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [isSending, setIsSending] = useState(false);
  const submit = async () => {
    const parsed = definePerformanceInput.safeParse(toPerformanceInput(form, before));
    const found = (parsed.error?.issues ?? []).map(({ path }) => [
      String(path[0]),
      "Write a number that fits.",
    ]);
    setProblems(Object.fromEntries(found));
    if (!parsed.success) return;
    setIsSending(true);
    const result = await definePerformanceAction({
      ...{ workspace, monitor: page.monitor.id },
      ...parsed.data,
    });
    setIsSending(false);
    if (result.ok) onClose();
    else setProblems({ form: result.error.message });
  };
  const set = (change: Partial<PerformanceForm>) => setForm({ ...form, ...change });
  return { form, set, problems, isSending, submit };
}

interface FieldsProps {
  form: PerformanceForm;
  set: (change: Partial<PerformanceForm>) => void;
  problems: Readonly<Record<string, string>>;
}

function TaskFields({ form, set, problems }: FieldsProps) {
  const metrics = metricsOf(form.task);
  return (
    <>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Field label="Task" required>
          <Select
            value={form.task === "" ? "found" : form.task}
            onChange={(task) => set({ task: task === "found" ? "" : task })}
            options={[
              { value: "found" as const, label: "Found by the reference" },
              ...TASKS.map((value) => ({ value, label: TASK_WORDS[value] })),
            ]}
          />
        </Field>
        <Field label="Metric that windows are judged by" required>
          <Select
            value={form.metric !== "" && metrics.includes(form.metric) ? form.metric : "usual"}
            onChange={(metric) => set({ metric: metric === "usual" ? "" : metric })}
            options={[
              { value: "usual" as const, label: "The task’s usual one" },
              ...metrics.map((value) => ({ value, label: METRIC_WORDS[value].label })),
            ]}
          />
        </Field>
      </div>
      {form.task === "binary" ? (
        <Field label="Positive class" description="As labels name it; 1 stands for true.">
          <Input value={form.positive} onChange={({ target }) => set({ positive: target.value })} />
        </Field>
      ) : null}
      {form.task === "multiclass" ? (
        <Field
          label="Classes"
          description="With commas between them; without, those of the reference’s target."
          error={problems.classes}
        >
          <Input value={form.classes} onChange={({ target }) => set({ classes: target.value })} />
        </Field>
      ) : null}
    </>
  );
}

function LimitFields({ form, set, problems }: FieldsProps) {
  return (
    <div className="grid items-start gap-3 sm:grid-cols-3">
      <Field label="Limit" required>
        <Select
          value={form.limit}
          onChange={(limit) => set({ limit })}
          options={LIMIT_KINDS.map((value) => ({ value, ...LIMIT_WORDS[value] }))}
        />
      </Field>
      {form.limit === "learned" ? null : (
        <Field
          label={form.limit === "constant" ? "Worst value" : "Worse by, in %"}
          error={problems.limit}
          required
        >
          <Input
            inputMode="decimal"
            value={form.value}
            onChange={({ target }) => set({ value: target.value })}
          />
        </Field>
      )}
      <Field label="Goal" error={problems.goal}>
        <Input
          inputMode="decimal"
          value={form.goal}
          onChange={({ target }) => set({ goal: target.value })}
        />
      </Field>
    </div>
  );
}

function LabelFields({ form, set, problems }: FieldsProps) {
  return (
    <div className="grid items-start gap-3 sm:grid-cols-3">
      <Field label="Wait for labels, in hours" error={problems.delayHours} required>
        <Input
          inputMode="numeric"
          value={form.delayHours}
          onChange={({ target }) => set({ delayHours: target.value })}
        />
      </Field>
      <Field label="Or until labelled, in %" error={problems.enoughShare} required>
        <Input
          inputMode="numeric"
          value={form.enoughPercent}
          onChange={({ target }) => set({ enoughPercent: target.value })}
        />
      </Field>
      <Field label="Least labelled rows" error={problems.minRows} required>
        <Input
          inputMode="numeric"
          value={form.minRows}
          onChange={({ target }) => set({ minRows: target.value })}
        />
      </Field>
    </div>
  );
}

function BusinessFields({ form, set, problems }: FieldsProps) {
  return (
    <div className="grid items-start gap-3 sm:grid-cols-3">
      <Field
        label="Metric of the business"
        description="As it is posted to the deployment’s outcomes; empty, none is looked at."
        error={problems.business}
      >
        <Input
          value={form.business}
          placeholder="revenue"
          onChange={({ target }) => set({ business: target.value })}
        />
      </Field>
      {form.business.trim() === "" ? null : (
        <>
          <Field label="Of a window" required>
            <Select
              value={form.businessOf}
              onChange={(businessOf) => set({ businessOf })}
              options={BUSINESS_OF.map((value) => ({ value, label: BUSINESS_OF_WORDS[value] }))}
            />
          </Field>
          <Field label="Better when" required>
            <Select
              value={form.businessBetter}
              onChange={(businessBetter) => set({ businessBetter })}
              options={[
                { value: "higher" as const, label: "Higher" },
                { value: "lower" as const, label: "Lower" },
              ]}
            />
          </Field>
          <Field label="Worst value of it">
            <Input
              inputMode="decimal"
              value={form.businessLimit}
              onChange={({ target }) => set({ businessLimit: target.value })}
            />
          </Field>
          <Field label="Goal of it">
            <Input
              inputMode="decimal"
              value={form.businessGoal}
              onChange={({ target }) => set({ businessGoal: target.value })}
            />
          </Field>
        </>
      )}
    </div>
  );
}

/** By what the performance is judged. */
export function PerformanceDialog(props: PerformanceDialogProps) {
  const { form, set, problems, isSending, submit } = usePerformanceForm(props);
  const { columns } = props.page.monitor.definition;
  const known = columns.map(({ name }) => name).filter((name) => name !== "prediction");
  const toggle = (name: string, isOn: boolean) =>
    set({
      slices: isOn ? [...form.slices, name] : form.slices.filter((one) => one !== name),
    });
  return (
    <FormDialog
      title="How performance is judged"
      description="It holds from now on and for what the log still has; what is usual is learned anew."
      size="lg"
      submitLabel="Save"
      isSubmitting={isSending}
      problem={problems.form}
      onSubmit={submit}
    >
      <TaskFields {...{ form, set, problems }} />
      <LimitFields {...{ form, set, problems }} />
      <LabelFields {...{ form, set, problems }} />
      <BusinessFields {...{ form, set, problems }} />
      <fieldset>
        <legend className="font-medium text-sm">Tell groups of rows apart by</legend>
        <div className="mt-2 grid max-h-48 gap-2 overflow-y-auto sm:grid-cols-2">
          {known.map((name) => (
            <Field key={name} label={name} inline>
              <Checkbox
                checked={form.slices.includes(name)}
                disabled={!form.slices.includes(name) && form.slices.length >= MAX_SLICES}
                onCheckedChange={(isOn) => toggle(name, isOn === true)}
              />
            </Field>
          ))}
        </div>
      </fieldset>
    </FormDialog>
  );
}
