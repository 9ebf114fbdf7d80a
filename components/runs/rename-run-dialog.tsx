"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
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
  const formId = useId();
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
    <DialogContent
      size="sm"
      title="Rename run"
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" loading={isSubmitting}>
            Rename
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void rename(event)}>
        <Field label="Name" required error={errors.name?.message}>
          <Input {...form.register("name")} spellCheck={false} />
        </Field>
      </form>
    </DialogContent>
  );
}
