"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useRouter } from "next/navigation";
import { useForm } from "react-hook-form";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { routes } from "@/lib/core/routes";
import { createModelAction } from "@/lib/models/actions";
import { createModelInput } from "@/lib/models/schema";

interface CreateModelDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const formInput = createModelInput.omit({ workspace: true }).required();

export function CreateModelDialog({ open, onOpenChange }: CreateModelDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <CreateModelForm />
    </Dialog>
  );
}

function CreateModelForm() {
  const router = useRouter();
  const { slug } = useWorkspace();
  const form = useForm({
    resolver: zodResolver(formInput),
    defaultValues: { name: "", description: "" },
  });
  const { errors, isSubmitting } = form.formState;
  const create = form.handleSubmit(async (values) => {
    const result = await createModelAction({ workspace: slug, ...values });
    if (result.ok) router.push(routes.model(slug, values.name));
    else if (result.error.code === "ALREADY_EXISTS")
      form.setError("name", { message: "A model or a prompt of this name exists." });
    else form.setError("root", { message: result.error.message });
  });
  return (
    <FormDialog
      title="New model"
      description="A name for versions that follow each other, such as those of one service."
      submitLabel="Create"
      isSubmitting={isSubmitting}
      problem={errors.root?.message}
      onSubmit={create}
    >
      <Field label="Name" required error={errors.name?.message}>
        <Input {...form.register("name")} placeholder="churn" spellCheck={false} />
      </Field>
      <Field
        label="Description"
        description="Markdown: what it predicts, for whom, and who answers for it."
        error={errors.description?.message}
      >
        <Textarea {...form.register("description")} />
      </Field>
    </FormDialog>
  );
}
