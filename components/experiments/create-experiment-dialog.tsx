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
import { createExperimentAction } from "@/lib/experiments/actions";
import { createExperimentInput } from "@/lib/experiments/schema";

interface CreateExperimentDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const formInput = createExperimentInput.omit({ workspace: true }).required();

export function CreateExperimentDialog({ open, onOpenChange }: CreateExperimentDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <CreateExperimentForm />
    </Dialog>
  );
}

function CreateExperimentForm() {
  const router = useRouter();
  const { slug } = useWorkspace();
  const form = useForm({
    resolver: zodResolver(formInput),
    defaultValues: { name: "", note: "" },
  });
  const { errors, isSubmitting } = form.formState;
  const create = form.handleSubmit(async (values) => {
    const result = await createExperimentAction({ workspace: slug, ...values });
    if (result.ok) router.push(routes.experiment(slug, String(result.data)));
    else if (result.error.code === "ALREADY_EXISTS")
      form.setError("name", { message: "An experiment of this name exists, perhaps deleted." });
    else form.setError("root", { message: result.error.message });
  });
  return (
    <FormDialog
      title="New experiment"
      description="Runs that belong together, such as attempts at one task."
      submitLabel="Create"
      isSubmitting={isSubmitting}
      problem={errors.root?.message}
      onSubmit={create}
    >
      <Field label="Name" required error={errors.name?.message}>
        <Input {...form.register("name")} placeholder="churn-model" spellCheck={false} />
      </Field>
      <Field label="Notes" description="Markdown." error={errors.note?.message}>
        <Textarea {...form.register("note")} />
      </Field>
    </FormDialog>
  );
}
