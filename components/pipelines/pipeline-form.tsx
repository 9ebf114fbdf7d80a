"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import dynamic from "next/dynamic";
import { Controller, type UseFormReturn, useForm } from "react-hook-form";
import type { z } from "zod";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { showFailure } from "@/components/ui/form-failure";
import { Input } from "@/components/ui/input";
import { createPipelineAction, revisePipelineAction } from "@/lib/pipelines/actions";
import type { PipelineDto } from "@/lib/pipelines/dto/pipelines";
import { problemLines } from "@/lib/pipelines/schema/declaration";
import { createPipelineInput } from "@/lib/pipelines/schema/pipelines";
import type { DeclarationEditorProps } from "./declaration-editor";
import { EXAMPLE_DECLARATION } from "./example";

const DeclarationEditor = dynamic<DeclarationEditorProps>(
  () => import("./declaration-editor").then((module) => module.DeclarationEditor),
  { ssr: false, loading: () => <div className="h-80 rounded-md border bg-surface" /> },
);

type PipelineValues = z.input<typeof createPipelineInput>;

interface PipelineFormProps {
  /** The pipeline that is revised; a new one is made when absent. */
  base?: PipelineDto | undefined;
  onDone: (pipeline: PipelineDto) => void;
}

/** All that is wrong with a declaration but the first thing, which its field says. */
function MoreProblems({ message = "" }: { message?: string | undefined }) {
  const [, ...more] = message.split("\n");
  if (more.length === 0) return null;
  return (
    <ul className="grid list-disc gap-1 pl-5 text-danger-fg text-xs">
      {more.map((problem) => (
        <li key={problem}>{problem}</li>
      ))}
    </ul>
  );
}

function DeclarationField({ form }: { form: UseFormReturn<PipelineValues> }) {
  return (
    <Controller
      control={form.control}
      name="declaration"
      render={({ field: { name: _, ...field }, fieldState: { error }, formState }) => (
        <Field
          label="Declaration"
          required
          description="YAML. {{ name }} in the command and in values of variables stands for a parameter. Tab indents; Escape and then Tab goes on."
          error={error?.message?.split("\n")[0]}
        >
          <DeclarationEditor
            {...field}
            wrongLines={problemLines(error?.message ?? "")}
            sent={formState.submitCount}
          />
        </Field>
      )}
    />
  );
}

/** Declares a pipeline, or saves its next version. */
export function PipelineForm({ base, onDone }: PipelineFormProps) {
  const { slug: workspace } = useWorkspace();
  const form = useForm({
    resolver: zodResolver(createPipelineInput),
    defaultValues: {
      name: base?.name ?? "",
      description: base?.description ?? "",
      declaration: base?.newest.text ?? EXAMPLE_DECLARATION,
    },
  });
  const { errors, isSubmitting } = form.formState;
  const save = form.handleSubmit(async (values) => {
    const result = base
      ? await revisePipelineAction({
          workspace,
          pipelineId: base.id,
          basedOn: base.version,
          ...values,
        })
      : await createPipelineAction({ workspace, ...values });
    if (result.ok) onDone(result.data);
    else showFailure(form, result.error);
  });
  return (
    <FormDialog
      title={base ? `Edit “${base.name}”` : "New pipeline"}
      description={
        base
          ? "Another text is saved as another version; the next launch takes it."
          : "A job that is declared once and launched with parameters."
      }
      size="xl"
      submitLabel={base ? "Save" : "Create pipeline"}
      isSubmitting={isSubmitting}
      problem={errors.root?.message}
      onSubmit={save}
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Name" required error={errors.name?.message}>
          <Input {...form.register("name")} placeholder="train churn" spellCheck={false} />
        </Field>
        <Field label="Description" error={errors.description?.message}>
          <Input {...form.register("description")} />
        </Field>
      </div>
      <DeclarationField form={form} />
      <MoreProblems message={errors.declaration?.message} />
    </FormDialog>
  );
}
