"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { z } from "zod";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { showFailure } from "@/components/ui/form-failure";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { placeHoldAction, releaseHoldAction } from "@/lib/records/actions";
import type { LegalHoldDto } from "@/lib/records/dto";
import { holdInput, releaseInput } from "@/lib/records/schema";

interface DialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
}

const placeForm = z.object({ model: z.string().max(500), reason: holdInput.shape.reason });

export function PlaceHoldDialog({ open, onOpenChange }: DialogProps) {
  const { slug } = useWorkspace();
  const form = useForm({
    resolver: zodResolver(placeForm),
    defaultValues: { model: "", reason: "" },
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ model, reason }) => {
    const name = model.trim();
    const result = await placeHoldAction({
      workspace: slug,
      reason,
      ...(name === "" ? {} : { model: name }),
    });
    if (!result.ok) return showFailure(form, result.error);
    onOpenChange(false);
    form.reset();
    toast("The hold is in force", { tone: "success" });
  });
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <FormDialog
        title="Place a legal hold"
        description="Until it is released, nothing that it covers is erased or deleted."
        submitLabel="Place hold"
        isSubmitting={isSubmitting}
        problem={errors.root?.message}
        onSubmit={submit}
      >
        <Field
          label="Model"
          description="Its name. Left empty, the hold is on everything in this workspace."
          error={errors.model?.message}
        >
          <Input {...form.register("model")} />
        </Field>
        <Field label="Why" required error={errors.reason?.message}>
          <Textarea {...form.register("reason")} />
        </Field>
      </FormDialog>
    </Dialog>
  );
}

const releaseForm = releaseInput.pick({ reason: true });

export function ReleaseHoldDialog({ hold, ...props }: DialogProps & { hold: LegalHoldDto }) {
  const { slug } = useWorkspace();
  const form = useForm({ resolver: zodResolver(releaseForm), defaultValues: { reason: "" } });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async ({ reason }) => {
    const result = await releaseHoldAction({ workspace: slug, holdId: hold.id, reason });
    if (!result.ok) return showFailure(form, result.error);
    props.onOpenChange(false);
    toast("The hold was released");
  });
  return (
    <Dialog {...props}>
      <FormDialog
        title={`Release the hold on ${hold.model ?? "everything"}`}
        description="What was due meanwhile is erased within the next hours."
        submitLabel="Release hold"
        isSubmitting={isSubmitting}
        problem={errors.root?.message}
        onSubmit={submit}
      >
        <Field label="Why" required error={errors.reason?.message}>
          <Textarea {...form.register("reason")} />
        </Field>
      </FormDialog>
    </Dialog>
  );
}
