"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { renameRunAction } from "@/lib/runs/actions/lifecycle";
import { renameRunInput } from "@/lib/runs/schema";

interface RenameRunDialogProps {
  workspace: string;
  run: { uuid: string; name: string };
  isOpen: boolean;
  onClose: () => void;
}

const formInput = renameRunInput.pick({ name: true });

export function RenameRunDialog(props: RenameRunDialogProps) {
  return (
    <Dialog open={props.isOpen} onOpenChange={props.onClose}>
      <RenameForm {...props} />
    </Dialog>
  );
}

function RenameForm({ workspace, run, onClose }: RenameRunDialogProps) {
  const form = useForm({ resolver: zodResolver(formInput), values: { name: run.name } });
  const { errors, isSubmitting } = form.formState;
  const rename = form.handleSubmit(async ({ name }) => {
    const result = await renameRunAction({ workspace, runUuid: run.uuid, name });
    if (!result.ok) {
      form.setError("name", { message: result.error.message });
      return;
    }
    toast(`Renamed to “${name}”`, { tone: "success" });
    onClose();
  });
  return (
    <FormDialog
      size="sm"
      title="Rename run"
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
