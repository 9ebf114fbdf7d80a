"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import type { ReactNode } from "react";
import { useForm } from "react-hook-form";
import { useWorkspace } from "@/components/shell/workspace-context";
import { FormDialog } from "@/components/ui/form-dialog";
import { showFailure } from "@/components/ui/form-failure";
import { launchJobAction } from "@/lib/compute/actions";
import type { BackendDto } from "@/lib/compute/dto/backends";
import type { JobDto } from "@/lib/compute/dto/jobs";
import type { Result } from "@/lib/core/result";
import { DraftNotice } from "./draft-notice";
import { isOnCluster, JobFields } from "./job-fields";
import { type JobFormValues, jobForm, type RunDraft, toJobForm, toLaunch } from "./job-form";

interface NewJobFormProps {
  /** Those that take jobs; at least one. */
  backends: readonly BackendDto[];
  /** The job that is repeated with changes. */
  base?: JobDto | undefined;
  draft?: RunDraft | undefined;
  /** What the job is for, where it is not launched by itself alone. */
  purpose?: JobPurpose | undefined;
  /** What belongs to that purpose. */
  children?: ReactNode;
  onDone: (number: number) => void;
}

export interface JobPurpose {
  title: string;
  description: string;
  /** Whether the newest versions of the job's data are proposed instead of its own. */
  hasNewestData: boolean;
  launch: (input: ReturnType<typeof toLaunch>) => Promise<Result<unknown>>;
}

/** The fields of a job at first, with the newest versions of its data where those are wanted. */
function firstValues({ base, draft, purpose }: NewJobFormProps, backend: string): JobFormValues {
  const values = toJobForm(base, backend, draft);
  if (!purpose?.hasNewestData) return values;
  const datasets = values.datasets.map((dataset) => ({ ...dataset, version: "" }));
  return { ...values, datasets };
}

function titleOf(base: JobDto | undefined, draft: RunDraft | undefined): string {
  if (base) return `Run job ${base.number} with changes`;
  return draft ? `Run “${draft.name}” again` : "New job";
}

export function NewJobForm(props: NewJobFormProps) {
  const { backends, base, draft, purpose, children, onDone } = props;
  const { slug } = useWorkspace();
  const first = backends.find(({ name }) => name === base?.backend) ?? backends[0];
  const form = useForm({
    resolver: zodResolver(jobForm),
    defaultValues: firstValues(props, first?.name ?? ""),
  });
  const { errors, isSubmitting } = form.formState;
  const isCluster = isOnCluster(form, backends);
  const launch = form.handleSubmit(async (values) => {
    const input = toLaunch(values, { base, isCluster });
    if (purpose) {
      const result = await purpose.launch(input);
      return result.ok ? onDone(0) : showFailure(form, result.error);
    }
    const result = await launchJobAction({ workspace: slug, ...input });
    if (result.ok) onDone(result.data.number);
    else showFailure(form, result.error);
  });
  return (
    <FormDialog
      title={purpose?.title ?? titleOf(base, draft)}
      description={
        purpose?.description ??
        (base || draft ? "It is launched anew, with a run of its own." : undefined)
      }
      size="lg"
      submitLabel="Launch"
      isSubmitting={isSubmitting}
      problem={errors.root?.message}
      onSubmit={launch}
    >
      {draft ? <DraftNotice unpinned={draft.unpinned} /> : null}
      <JobFields form={form} backends={backends} base={base} draft={draft} />
      {children}
    </FormDialog>
  );
}
