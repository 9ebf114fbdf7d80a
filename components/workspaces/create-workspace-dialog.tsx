"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { Plus } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { showFailure } from "@/components/ui/form-failure";
import { Input } from "@/components/ui/input";
import { routes } from "@/lib/core/routes";
import { createWorkspaceAction } from "@/lib/workspaces/actions";
import { suggestSlug } from "@/lib/workspaces/rules";
import { createWorkspaceInput } from "@/lib/workspaces/schema";

export function CreateWorkspaceDialog() {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden="true" />
          New workspace
        </Button>
      </DialogTrigger>
      <CreateWorkspaceForm />
    </Dialog>
  );
}

function CreateWorkspaceForm() {
  const router = useRouter();
  const form = useForm({
    resolver: zodResolver(createWorkspaceInput),
    defaultValues: { name: "", slug: "" },
  });
  const { errors, isSubmitting, dirtyFields } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const result = await createWorkspaceAction(values);
    if (!result.ok) return showFailure(form, result.error);
    router.push(routes.home(result.data.slug));
  });
  const name = form.register("name", {
    // The short name follows until it is typed by hand.
    onChange: (event: { target: { value: string } }) => {
      if (!dirtyFields.slug) form.setValue("slug", suggestSlug(event.target.value));
    },
  });
  return (
    <FormDialog
      title="New workspace"
      description="A place of its own for a team: its experiments, models, members and tokens."
      submitLabel="Create workspace"
      isSubmitting={isSubmitting}
      problem={errors.root?.message}
      onSubmit={submit}
    >
      <Field label="Name" required error={errors.name?.message}>
        <Input {...name} autoFocus placeholder="Fraud detection" />
      </Field>
      <Field
        label="Short name"
        required
        description="In addresses, and in MLFLOW_WORKSPACE of programs. It cannot be changed later."
        error={errors.slug?.message}
      >
        <Input
          {...form.register("slug")}
          placeholder="fraud-detection"
          spellCheck={false}
          className="font-mono"
        />
      </Field>
    </FormDialog>
  );
}
