"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { useOrigin } from "@/components/models/use-origin";
import { useWorkspace } from "@/components/shell/workspace-context";
import { CodeBlock } from "@/components/ui/code-block";
import { DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { showFailure } from "@/components/ui/form-failure";
import { Input } from "@/components/ui/input";
import { createHookAction } from "@/lib/pipelines/actions";
import type { HookSecretDto } from "@/lib/pipelines/dto/hooks";
import type { PipelineDto } from "@/lib/pipelines/dto/pipelines";
import { hookSnippet } from "@/lib/pipelines/rules/hooks";
import { hookFields } from "@/lib/pipelines/schema/hooks";

/** The secret of a webhook, which is shown this once, and how to sign with it. */
export function HookSecret({ made }: { made: HookSecretDto }) {
  const origin = useOrigin();
  return (
    <DialogContent
      title={`Secret of “${made.hook.name}”`}
      description="It is shown this once. Keep it where the sender finds it, in the variable SECRET."
      size="lg"
    >
      <div className="grid gap-4">
        <CodeBlock code={made.secret} language="Secret" />
        <CodeBlock code={hookSnippet(origin, made.hook.id)} language="Shell" />
      </div>
    </DialogContent>
  );
}

/** Makes a webhook, and shows its secret. */
export function HookForm({ pipeline }: { pipeline: PipelineDto }) {
  const { slug: workspace } = useWorkspace();
  const [made, setMade] = useState<HookSecretDto>();
  const form = useForm({ resolver: zodResolver(hookFields), defaultValues: { name: "" } });
  const { errors, isSubmitting } = form.formState;
  const create = form.handleSubmit(async ({ name }) => {
    const result = await createHookAction({ workspace, pipelineId: pipeline.id, name });
    if (result.ok) setMade(result.data);
    else showFailure(form, result.error);
  });
  if (made) return <HookSecret made={made} />;
  return (
    <FormDialog
      title="New webhook"
      description="Another system launches the pipeline with what it signs. Its jobs are launched in your name."
      submitLabel="Create webhook"
      isSubmitting={isSubmitting}
      problem={errors.root?.message}
      onSubmit={create}
    >
      <Field label="Name" required error={errors.name?.message}>
        <Input {...form.register("name")} placeholder="from CI" />
      </Field>
    </FormDialog>
  );
}
