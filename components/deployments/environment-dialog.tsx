"use client";
import { Plus } from "lucide-react";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import {
  addEnvironmentAction,
  reviseEnvironmentAction,
} from "@/lib/deployments/actions/environments";
import { addEnvironmentInput } from "@/lib/deployments/schema/deployments";

interface EnvironmentFormProps {
  /** What it is called now; absent for a new one. */
  environment?: string | undefined;
  onClose: () => void;
}

/** Names an environment, a new one or one that is there. */
export function EnvironmentForm({ environment, onClose }: EnvironmentFormProps) {
  const { slug: workspace } = useWorkspace();
  const [name, setName] = useState(environment ?? "");
  const [problem, setProblem] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  const submit = async () => {
    const parsed = addEnvironmentInput.safeParse({ name });
    if (!parsed.success) {
      setProblem(parsed.error.issues[0]?.message);
      return;
    }
    setIsSending(true);
    const result = await (environment === undefined
      ? addEnvironmentAction({ workspace, ...parsed.data })
      : reviseEnvironmentAction({ workspace, environment, ...parsed.data }));
    setIsSending(false);
    if (result.ok) onClose();
    else setProblem(result.error.message);
  };
  return (
    <FormDialog
      title={environment === undefined ? "Add an environment" : `Rename “${environment}”`}
      size="sm"
      submitLabel={environment === undefined ? "Add environment" : "Rename"}
      isSubmitting={isSending}
      onSubmit={submit}
    >
      <Field label="Name" required error={problem}>
        <Input
          value={name}
          spellCheck={false}
          placeholder="canary"
          onChange={(event) => setName(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}

export function AddEnvironmentButton() {
  const [isOpen, setIsOpen] = useState(false);
  if (!useCan("environment:manage")) return null;
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden="true" />
          Add environment
        </Button>
      </DialogTrigger>
      <EnvironmentForm onClose={() => setIsOpen(false)} />
    </Dialog>
  );
}
