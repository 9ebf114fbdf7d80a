"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { Grid2x2Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { Controller, type UseFormReturn, useForm } from "react-hook-form";
import { isOnCluster, JobFields } from "@/components/compute/job-fields";
import { jobForm, toJobForm, toLaunch } from "@/components/compute/job-form";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { showFailure } from "@/components/ui/form-failure";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { BackendDto } from "@/lib/compute/dto/backends";
import { usableBackends } from "@/lib/compute/rules/backends";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { createSweepAction } from "@/lib/sweeps/actions";
import { EMPTY_SWEEP, type SweepFormValues, sweepForm, toSweep, trialCount } from "./sweep-form";

const SEARCHES = [
  { value: "grid", label: "Grid: each combination" },
  { value: "random", label: "Random draws" },
];
const GOALS = [
  { value: "minimize", label: "Least is best" },
  { value: "maximize", label: "Greatest is best" },
];

type Form = UseFormReturn<SweepFormValues>;

function Choice(props: {
  form: Form;
  name: "search" | "goal";
  label: string;
  options: { value: string; label: string }[];
}) {
  const { form, name, label, options } = props;
  return (
    <Controller
      control={form.control}
      name={name}
      // What is wrong with the space may be right for the other search.
      rules={{ deps: ["space"] }}
      render={({ field }) => (
        <Field label={label} required>
          <Select options={options} value={field.value} onChange={field.onChange} />
        </Field>
      )}
    />
  );
}

function SearchFields({ form }: { form: Form }) {
  const { errors } = form.formState;
  const isRandom = form.watch("search") === "random";
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Choice form={form} name="search" label="Search" options={SEARCHES} />
      <Field label="Jobs at once" required error={errors.maxParallel?.message}>
        <Input {...form.register("maxParallel")} inputMode="numeric" />
      </Field>
      {isRandom ? (
        <>
          <Field label="Draws" required error={errors.draws?.message}>
            <Input {...form.register("draws", { deps: ["space"] })} inputMode="numeric" />
          </Field>
          <Field
            label="Seed"
            required
            description="The same seed draws the same values."
            error={errors.seed?.message}
          >
            <Input {...form.register("seed")} inputMode="numeric" />
          </Field>
        </>
      ) : null}
      <Field
        label="Metric"
        description="By its last value the best trial is told."
        error={errors.metric?.message}
      >
        <Input {...form.register("metric")} placeholder="val_loss" spellCheck={false} />
      </Field>
      <Choice form={form} name="goal" label="Goal" options={GOALS} />
    </div>
  );
}

function SpaceFields({ form }: { form: Form }) {
  const { errors } = form.formState;
  const count = trialCount(form.watch());
  return (
    <>
      <Field
        label="Parameters to try"
        required
        description={`One on each line: values with commas between them, or for random draws a range. The command says {{ name }} where a value goes.${count === null ? "" : ` That makes ${formatPlural(count, "trial")}.`}`}
        error={errors.space?.message}
      >
        <Textarea
          {...form.register("space")}
          placeholder={"depth = 4, 6, 8\nrate = 1e-5 .. 0.1 log\nlayers = 1 .. 4 integer"}
          rows={4}
          spellCheck={false}
          className="font-mono text-xs"
        />
      </Field>
      <SearchFields form={form} />
    </>
  );
}

interface NewSweepFormProps {
  /** Those that take jobs; at least one. */
  backends: readonly BackendDto[];
  onDone: (number: number) => void;
}

/** Two forms in one: what each job is, and how they differ. */
function NewSweepForm({ backends, onDone }: NewSweepFormProps) {
  const { slug } = useWorkspace();
  const job = useForm({
    resolver: zodResolver(jobForm),
    defaultValues: toJobForm(undefined, backends[0]?.name ?? ""),
  });
  const sweep = useForm({ resolver: zodResolver(sweepForm), defaultValues: EMPTY_SWEEP });
  const isCluster = isOnCluster(job, backends);
  const create = async () => {
    const asked: { sweep?: ReturnType<typeof toSweep> } = {};
    // Both are sent, so that each of them looks again at a field that was wrong while it is mended.
    await sweep.handleSubmit((values) => {
      asked.sweep = toSweep(values);
    })();
    await job.handleSubmit(async (values) => {
      if (!asked.sweep) return;
      const { name, ...launch } = toLaunch(values, { base: undefined, isCluster });
      const input = { workspace: slug, name, launch, ...asked.sweep };
      const result = await createSweepAction(input);
      if (result.ok) onDone(result.data.number);
      else if (Object.keys(result.error.fields ?? {}).some((field) => field in EMPTY_SWEEP))
        showFailure(sweep, result.error);
      else showFailure(job, result.error);
    })();
  };
  return (
    <FormDialog
      title="New sweep"
      description="One job for each combination of values, a few at a time."
      size="lg"
      submitLabel="Launch"
      isSubmitting={job.formState.isSubmitting}
      problem={job.formState.errors.root?.message ?? sweep.formState.errors.root?.message}
      onSubmit={create}
    >
      <JobFields form={job} backends={backends}>
        <SpaceFields form={sweep} />
      </JobFields>
    </FormDialog>
  );
}

/** Launches a sweep and goes to it. Nothing where no job can run, or for who may launch none. */
export function NewSweepButton({ backends }: { backends: readonly BackendDto[] }) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const [isOpen, setIsOpen] = useState(false);
  const mayLaunch = useCan("job:launch");
  const usable = usableBackends(backends);
  if (!mayLaunch || usable.length === 0) return null;
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button>
          <Grid2x2Plus aria-hidden="true" />
          New sweep
        </Button>
      </DialogTrigger>
      <NewSweepForm
        backends={usable}
        onDone={(number) => router.push(routes.sweep(slug, number))}
      />
    </Dialog>
  );
}
