"use client";
import { type Dispatch, type SetStateAction, useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { createScheduleAction, reviseScheduleAction } from "@/lib/pipelines/actions";
import type { PipelineDto } from "@/lib/pipelines/dto/pipelines";
import type { ScheduleDto } from "@/lib/pipelines/dto/schedules";
import { nextDues, timingProblem } from "@/lib/pipelines/rules/cron";
import { parameterProblems } from "@/lib/pipelines/rules/parameters";
import { type MissedRuns, type Overlap, scheduleFields } from "@/lib/pipelines/schema/schedules";
import { chosenValues, initialValues } from "./launch-form";
import { NextTimes } from "./next-times";
import { ParameterFields } from "./parameter-fields";

const MISSED: readonly { value: MissedRuns; label: string }[] = [
  { value: "skip", label: "Pass it over" },
  { value: "once", label: "Launch once, afterwards" },
  { value: "all", label: "Launch for each, ten at most" },
];
const OVERLAP: readonly { value: Overlap; label: string }[] = [
  { value: "allow", label: "Launch all the same" },
  { value: "skip", label: "Pass it over" },
];

interface Timing {
  name: string;
  cron: string;
  timeZone: string;
  isEnabled: boolean;
  missedRuns: MissedRuns;
  overlap: Overlap;
}
type Problems = Readonly<Record<string, string>>;

const hereZone = () => Intl.DateTimeFormat().resolvedOptions().timeZone;

const initialTiming = (base: ScheduleDto | undefined): Timing => ({
  name: base?.name ?? "",
  cron: base?.cron ?? "30 6 * * 1-5",
  timeZone: base?.timeZone ?? hereZone(),
  isEnabled: base?.isEnabled ?? true,
  missedRuns: base?.missedRuns ?? "skip",
  overlap: base?.overlap ?? "allow",
});

interface TimingFieldsProps {
  timing: Timing;
  problems: Problems;
  onChange: Dispatch<SetStateAction<Timing>>;
}

function TimingFields({ timing, problems, onChange }: TimingFieldsProps) {
  const set = (change: Partial<Timing>) => onChange((before) => ({ ...before, ...change }));
  const isSound = timingProblem(timing) === null;
  return (
    <>
      <Field label="Name" required error={problems.name}>
        <Input
          value={timing.name}
          onChange={(event) => set({ name: event.target.value })}
          placeholder="nightly"
        />
      </Field>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          label="Cron"
          required
          description="Minute, hour, day, month, weekday."
          error={problems.cron}
        >
          <Input
            value={timing.cron}
            onChange={(event) => set({ cron: event.target.value })}
            spellCheck={false}
            className="font-mono"
          />
        </Field>
        <Field label="Time zone" required error={problems.timeZone}>
          <Input
            value={timing.timeZone}
            onChange={(event) => set({ timeZone: event.target.value })}
            placeholder="Europe/Berlin"
            spellCheck={false}
          />
        </Field>
      </div>
      {isSound ? (
        <NextTimes times={nextDues(timing, Date.now(), 5)} timeZone={timing.timeZone} />
      ) : null}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="When it was missed" required description="While no worker ran.">
          <Select
            options={MISSED}
            value={timing.missedRuns}
            onChange={(missedRuns) => set({ missedRuns })}
          />
        </Field>
        <Field label="While its last job is not over" required>
          <Select
            options={OVERLAP}
            value={timing.overlap}
            onChange={(overlap) => set({ overlap })}
          />
        </Field>
      </div>
      <Field label="Switched on" required inline>
        <Checkbox
          checked={timing.isEnabled}
          onCheckedChange={(next) => set({ isEnabled: next === true })}
        />
      </Field>
    </>
  );
}

interface ScheduleFormProps {
  pipeline: PipelineDto;
  /** The schedule that is changed; a new one is made when absent. */
  base?: ScheduleDto | undefined;
  onDone: () => void;
}

/** Fields of the dialog, by the names that the server has for them. */
function problemsOf(timing: Timing): Record<string, string> {
  const found = scheduleFields.safeParse(timing);
  const issues = found.error?.issues ?? [];
  return Object.fromEntries(issues.map(({ path, message }) => [path.join("."), message]));
}

const withoutPrefix = (fields: Problems): Record<string, string> =>
  Object.fromEntries(
    Object.entries(fields).map(([name, why]) => [name.replace(/^parameters\./, ""), why]),
  );

export function ScheduleForm({ pipeline, base, onDone }: ScheduleFormProps) {
  const { slug: workspace } = useWorkspace();
  const declared = pipeline.newest.declaration?.parameters ?? {};
  const [timing, setTiming] = useState(() => initialTiming(base));
  const [values, setValues] = useState(() => initialValues(declared, base?.parameters));
  const [problems, setProblems] = useState<Problems>({});
  const [wrongValues, setWrongValues] = useState<Problems>({});
  const [problem, setProblem] = useState<string>();
  const [isSubmitting, setIsSubmitting] = useState(false);
  const save = async () => {
    const parameters = chosenValues(declared, values);
    const found = [problemsOf(timing), parameterProblems(declared, parameters)] as const;
    setProblems(found[0]);
    setWrongValues(found[1]);
    setProblem(undefined);
    if (found.some((one) => Object.keys(one).length > 0)) return;
    setIsSubmitting(true);
    const fields = { workspace, pipelineId: pipeline.id, ...timing, parameters };
    const result = base
      ? await reviseScheduleAction({ ...fields, scheduleId: base.id })
      : await createScheduleAction(fields);
    setIsSubmitting(false);
    if (result.ok) return onDone();
    setProblem(result.error.message);
    setProblems(result.error.fields ?? {});
    setWrongValues(withoutPrefix(result.error.fields ?? {}));
  };
  return (
    <FormDialog
      title={base ? `Edit schedule “${base.name}”` : "New schedule"}
      description="Its jobs are launched in your name, for as long as you may launch jobs here."
      size="lg"
      submitLabel={base ? "Save" : "Create schedule"}
      isSubmitting={isSubmitting}
      problem={problem}
      onSubmit={save}
    >
      <TimingFields timing={timing} problems={problems} onChange={setTiming} />
      <ParameterFields
        declared={declared}
        values={values}
        problems={wrongValues}
        onChange={setValues}
      />
    </FormDialog>
  );
}
