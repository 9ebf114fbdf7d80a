"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { Controller, type UseFormReturn } from "react-hook-form";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { useDebounced } from "@/components/ui/use-debounced";
import type { BackendDto } from "@/lib/compute/dto/backends";
import type { JobDto } from "@/lib/compute/dto/jobs";
import { experimentListOptions } from "@/lib/experiments/query-options";
import { DatasetFields } from "./dataset-fields";
import type { JobFormValues, RunDraft } from "./job-form";
import { JobParameters } from "./job-parameters";
import { SourceFields } from "./source-fields";

/** Active experiments by what is typed, the last used first. */
function useExperiments() {
  const { slug } = useWorkspace();
  const [text, setText] = useState("");
  const search = useDebounced(text.trim().slice(0, 200), 200);
  const query = useInfiniteQuery({
    ...experimentListOptions(slug, {
      search,
      tag: "",
      owner: "",
      view: "active",
      sort: "activity",
      isAscending: false,
    }),
    placeholderData: keepPreviousData,
  });
  const found = (query.data?.pages ?? []).flatMap(({ items }) => items);
  return {
    options: found.map(({ id, name }) => ({ value: String(id), label: name })),
    onSearch: setText,
    loading: query.isFetching,
  };
}

type Form = UseFormReturn<JobFormValues>;

/** Whether what is chosen runs on a cluster, which takes other wishes than this machine. */
export const isOnCluster = (form: Form, backends: readonly BackendDto[]): boolean =>
  backends.find(({ name }) => name === form.watch("backend"))?.kind === "ray";

function ExperimentField({ form, base, draft }: Pick<JobFieldsProps, "form" | "base" | "draft">) {
  const { options, ...search } = useExperiments();
  const given = base ? { id: base.experimentId, name: base.experimentName } : draft?.experiment;
  const first = given && { value: String(given.id), label: given.name };
  const [chosen, setChosen] = useState<{ value: string; label: string } | undefined>(first);
  const known = chosen && !options.some(({ value }) => value === chosen.value) ? [chosen] : [];
  return (
    <Controller
      control={form.control}
      name="experimentId"
      render={({ field, fieldState }) => (
        <Field
          label="Experiment"
          required
          description="Its run is logged there."
          error={fieldState.error?.message}
        >
          <Combobox
            noun="experiment"
            options={[...known, ...options]}
            value={field.value === "" ? null : field.value}
            onChange={(value) => {
              setChosen(options.find((option) => option.value === value));
              field.onChange(value);
            }}
            {...search}
          />
        </Field>
      )}
    />
  );
}

function LimitFields({ form, isCluster }: { form: Form; isCluster: boolean }) {
  const { errors } = form.formState;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label="Minutes at most" required error={errors.minutes?.message}>
        <Input {...form.register("minutes")} inputMode="numeric" />
      </Field>
      <Field label="Attempts" required error={errors.attempts?.message}>
        <Input {...form.register("attempts")} inputMode="numeric" />
      </Field>
      <Field
        label="Memory in MiB"
        description="Address space of each process; GPU and JavaScript programs reserve much of it."
        error={errors.memoryMiB?.message}
      >
        <Input {...form.register("memoryMiB")} inputMode="numeric" placeholder="No limit" />
      </Field>
      <Field label="CPU seconds" description="Of each process." error={errors.cpuSeconds?.message}>
        <Input {...form.register("cpuSeconds")} inputMode="numeric" placeholder="No limit" />
      </Field>
      {isCluster ? null : (
        <Field
          label="Disk in MiB"
          description="Of its working folder; beyond it, the job is stopped."
          error={errors.diskMiB?.message}
        >
          <Input {...form.register("diskMiB")} inputMode="numeric" placeholder="No limit" />
        </Field>
      )}
    </div>
  );
}

function ClusterFields({ form }: { form: Form }) {
  const { errors } = form.formState;
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          label="CPUs"
          description="Reserved for the command itself; its tasks ask for their own."
          error={errors.cpus?.message}
        >
          <Input {...form.register("cpus")} inputMode="decimal" placeholder="None reserved" />
        </Field>
        <Field label="GPUs" error={errors.gpus?.message}>
          <Input {...form.register("gpus")} inputMode="decimal" placeholder="None reserved" />
        </Field>
      </div>
      <Field
        label="Runtime environment"
        description="Ray’s runtime_env as JSON: packages, a working folder, an image."
        error={errors.runtime?.message}
      >
        <Textarea
          {...form.register("runtime")}
          placeholder='{"pip": ["xgboost==3.1.1"], "working_dir": "https://example.org/churn.zip"}'
          spellCheck={false}
          className="font-mono text-xs"
        />
      </Field>
    </>
  );
}

function BackendField({ form, backends }: { form: Form; backends: readonly BackendDto[] }) {
  return (
    <Controller
      control={form.control}
      name="backend"
      render={({ field }) => (
        <Field label="Backend" required description="Where it runs, as soon as there is a place.">
          <Select
            options={backends.map(({ name }) => ({ value: name, label: name }))}
            value={field.value}
            onChange={field.onChange}
          />
        </Field>
      )}
    />
  );
}

interface JobFieldsProps {
  form: Form;
  backends: readonly BackendDto[];
  base?: JobDto | undefined;
  /** What is known of a run that no job made, and that is run again. */
  draft?: RunDraft | undefined;
  /** Between what is run and how much of the machine it may take. */
  children?: ReactNode;
}

/** What a job is: what runs, where, and with which limits. */
export function JobFields({ form, backends, base, draft, children }: JobFieldsProps) {
  const { errors } = form.formState;
  const isCluster = isOnCluster(form, backends);
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Name" required error={errors.name?.message}>
          <Input {...form.register("name")} placeholder="train churn" spellCheck={false} />
        </Field>
        <ExperimentField form={form} base={base} draft={draft} />
      </div>
      {backends.length > 1 ? <BackendField form={form} backends={backends} /> : null}
      <SourceFields form={form} />
      <Field
        label="Command"
        required
        description="For sh, in an empty folder or in that of the source. MLflow clients log to the job's run by themselves: MLFLOW_TRACKING_URI, MLFLOW_TRACKING_TOKEN and MLFLOW_RUN_ID are set."
        error={errors.command?.message}
      >
        <Textarea
          {...form.register("command")}
          placeholder="python /srv/churn/train.py --epochs 20"
          spellCheck={false}
          className="font-mono text-xs"
        />
      </Field>
      {children}
      <JobParameters form={form} />
      <Field
        label="Environment variables"
        description="NAME=value on each line. Everybody in the workspace can read them: no place for secrets."
        error={errors.variables?.message}
      >
        <Textarea
          {...form.register("variables")}
          spellCheck={false}
          className="font-mono text-xs"
        />
      </Field>
      <DatasetFields form={form} />
      {isCluster ? <ClusterFields form={form} /> : null}
      <LimitFields form={form} isCluster={isCluster} />
    </>
  );
}
