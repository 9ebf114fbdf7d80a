"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { Plus } from "lucide-react";
import { useState } from "react";
import { type UseFormReturn, useForm } from "react-hook-form";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { showFailure } from "@/components/ui/form-failure";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { createBackendAction, reviseBackendAction } from "@/lib/compute/actions";
import type { BackendDto } from "@/lib/compute/dto/backends";
import {
  type BackendFormValues,
  clusterForm,
  machineForm,
  toBackendForm,
  toChanges,
  toNewBackend,
} from "./backend-form";

type Form = UseFormReturn<BackendFormValues>;

function SecretFields({ form, backend }: { form: Form; backend: BackendDto | undefined }) {
  const { errors } = form.formState;
  const isKept = backend !== undefined && backend.headerName !== null;
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field
          label="Header"
          description="Which a proxy before the cluster asks for, if there is one."
          error={errors.headerName?.message}
        >
          <Input {...form.register("headerName")} placeholder="Authorization" spellCheck={false} />
        </Field>
        <Field
          label={isKept ? "New value of the header" : "Value of the header"}
          description={
            isKept
              ? "Leave empty to keep the present one."
              : "Kept encrypted and never shown again."
          }
          error={errors.headerValue?.message}
        >
          <Input {...form.register("headerValue")} type="password" autoComplete="new-password" />
        </Field>
      </div>
      <Field
        label="Certificate"
        description={
          backend?.hasCertificate
            ? "One of your own is trusted. Leave empty to keep it."
            : "PEM of your own authority, when no public one has signed the cluster’s."
        }
        error={errors.certificate?.message}
      >
        <Textarea
          {...form.register("certificate")}
          placeholder="-----BEGIN CERTIFICATE-----"
          spellCheck={false}
          className="font-mono text-xs"
        />
      </Field>
    </>
  );
}

function ClusterFields({ form, backend }: { form: Form; backend: BackendDto | undefined }) {
  const { errors } = form.formState;
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Name" required error={errors.name?.message}>
          <Input {...form.register("name")} placeholder="GPU cluster" spellCheck={false} />
        </Field>
        <Field
          label="Address"
          required
          description="Of the dashboard, where the Jobs API answers."
          error={errors.address?.message}
        >
          <Input
            {...form.register("address")}
            type="url"
            inputMode="url"
            placeholder="https://ray.example.org"
          />
        </Field>
      </div>
      <SecretFields form={form} backend={backend} />
    </>
  );
}

function BackendForm({ backend, onDone }: { backend?: BackendDto; onDone: () => void }) {
  const { slug: workspace } = useWorkspace();
  const isMachine = backend?.kind === "local";
  const form = useForm({
    resolver: zodResolver(isMachine ? machineForm : clusterForm),
    defaultValues: toBackendForm(backend),
  });
  const { errors, isSubmitting } = form.formState;
  const save = form.handleSubmit(async (values) => {
    const result = backend
      ? await reviseBackendAction({
          workspace,
          backendId: backend.id,
          ...toChanges(values, backend),
        })
      : await createBackendAction({ workspace, ...toNewBackend(values) });
    if (result.ok) onDone();
    else showFailure(form, result.error);
  });
  return (
    <FormDialog
      size="lg"
      title={backend ? `Edit “${backend.name}”` : "Add a Ray cluster"}
      description={
        isMachine ? undefined : "Jobs of this workspace can run there, through Ray’s Jobs API."
      }
      submitLabel={backend ? "Save" : "Add cluster"}
      isSubmitting={isSubmitting}
      problem={errors.root?.message}
      onSubmit={save}
    >
      {isMachine ? null : <ClusterFields form={form} backend={backend} />}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Jobs at once" required error={errors.maxJobs?.message}>
          <Input {...form.register("maxJobs")} inputMode="numeric" />
        </Field>
        <Field label="Of one person" error={errors.maxJobsPerUser?.message}>
          <Input {...form.register("maxJobsPerUser")} inputMode="numeric" placeholder="No limit" />
        </Field>
      </div>
    </FormDialog>
  );
}

export function AddBackendButton() {
  const [isOpen, setIsOpen] = useState(false);
  if (!useCan("backend:manage")) return null;
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <Plus aria-hidden="true" />
          Add cluster
        </Button>
      </DialogTrigger>
      <BackendForm onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}

export function EditBackendButton({ backend }: { backend: BackendDto }) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button size="sm">Edit</Button>
      </DialogTrigger>
      <BackendForm backend={backend} onDone={() => setIsOpen(false)} />
    </Dialog>
  );
}
