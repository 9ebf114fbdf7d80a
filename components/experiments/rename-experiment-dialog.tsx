"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { renameExperimentAction } from "@/lib/experiments/actions";
import { renameExperimentInput } from "@/lib/experiments/schema";

interface RenameExperimentDialogProps {
  experiment: { id: number; name: string } | null;
  onClose: () => void;
  onRenamed: () => void;
}

const formInput = renameExperimentInput.pick({ name: true });

export function RenameExperimentDialog({
  experiment,
  onClose,
  onRenamed,
}: RenameExperimentDialogProps) {
  return (
    <Dialog open={experiment !== null} onOpenChange={onClose}>
      {experiment ? (
        <RenameForm experiment={experiment} onClose={onClose} onRenamed={onRenamed} />
      ) : null}
    </Dialog>
  );
}

interface RenameFormProps extends RenameExperimentDialogProps {
  experiment: { id: number; name: string };
}

function RenameForm({ experiment, onClose, onRenamed }: RenameFormProps) {
  const { slug } = useWorkspace();
  const form = useForm({
    resolver: zodResolver(formInput),
    defaultValues: { name: experiment.name },
  });
  const { errors, isSubmitting } = form.formState;
  const rename = form.handleSubmit(async ({ name }) => {
    const result = await renameExperimentAction({ workspace: slug, id: experiment.id, name });
    if (!result.ok) {
      form.setError("name", {
        message:
          result.error.code === "ALREADY_EXISTS"
            ? "An experiment of this name exists, perhaps deleted."
            : result.error.message,
      });
      return;
    }
    toast(`Renamed to “${name}”`, { tone: "success" });
    onRenamed();
    onClose();
  });
  return (
    <FormDialog
      size="sm"
      title="Rename experiment"
      description="Scripts that name it have to use the new name."
      submitLabel="Rename"
      isSubmitting={isSubmitting}
      onSubmit={rename}
    >
      <Field label="Name" required error={errors.name?.message}>
        <Input {...form.register("name")} spellCheck={false} />
      </Field>
    </FormDialog>
  );
}
