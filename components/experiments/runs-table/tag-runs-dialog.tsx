"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useId } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { formatPlural } from "@/lib/core/format";
import { setRunTagInput } from "@/lib/runs/schema";

interface TagRunsDialogProps {
  count: number;
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** Answers why it did not work. */
  onTag: (key: string, value: string) => Promise<string | null>;
}

const formInput = setRunTagInput.pick({ key: true, value: true });

export function TagRunsDialog({ open, onOpenChange, ...props }: TagRunsDialogProps) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange}>
      <TagForm {...props} onDone={() => onOpenChange(false)} />
    </Dialog>
  );
}

interface TagFormProps extends Pick<TagRunsDialogProps, "count" | "onTag"> {
  onDone: () => void;
}

function TagForm({ count, onTag, onDone }: TagFormProps) {
  const formId = useId();
  const form = useForm({
    resolver: zodResolver(formInput),
    defaultValues: { key: "", value: "" },
  });
  const { errors, isSubmitting } = form.formState;
  const tag = form.handleSubmit(async ({ key, value }) => {
    const problem = await onTag(key, value);
    if (problem) form.setError("root", { message: problem });
    else onDone();
  });
  return (
    <DialogContent
      size="sm"
      title={`Tag ${formatPlural(count, "run")}`}
      description="A tag of this name that a run has already is replaced."
      footer={
        <>
          <Button onClick={onDone}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" loading={isSubmitting}>
            Tag
          </Button>
        </>
      }
    >
      <form id={formId} onSubmit={(event) => void tag(event)} className="grid gap-4">
        <Field label="Name" required error={errors.key?.message}>
          <Input {...form.register("key")} placeholder="candidate" spellCheck={false} />
        </Field>
        <Field label="Value" error={errors.value?.message}>
          <Input {...form.register("value")} spellCheck={false} />
        </Field>
        {errors.root ? (
          <Callout tone="danger" role="alert">
            {errors.root.message}
          </Callout>
        ) : null}
      </form>
    </DialogContent>
  );
}
