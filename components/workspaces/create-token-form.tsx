"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import type { z } from "zod";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { showFailure } from "@/components/ui/form-failure";
import { FormProblem } from "@/components/ui/form-problem";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { SCOPES, type Scope } from "@/lib/access/permissions";
import { createTokenAction } from "@/lib/workspaces/actions";
import { createTokenInput } from "@/lib/workspaces/schema";
import { PRESETS, SCOPE_LABELS } from "./token-scopes";
import type { MadeToken } from "./token-secret";

const EXPIRIES = [
  { value: "30", label: "30 days" },
  { value: "90", label: "90 days" },
  { value: "365", label: "1 year" },
  { value: "never", label: "Never", description: "Revoke it yourself when it is not needed" },
] as const;

const DEFAULTS: z.input<typeof createTokenInput> = {
  name: "",
  scopes: [...PRESETS[0].scopes],
  expiresInDays: 90,
  isBound: true,
};

interface CreateTokenFormProps {
  id: string;
  onDone: (made: MadeToken) => void;
  onSubmitting: (isSubmitting: boolean) => void;
}

/** What a new token is for and what it may do; its button is the dialog's. */
export function CreateTokenForm({ id, onDone, onSubmitting }: CreateTokenFormProps) {
  const { slug, name: workspaceName } = useWorkspace();
  const form = useForm({
    resolver: zodResolver(createTokenInput),
    defaultValues: DEFAULTS,
  });
  const { errors } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    onSubmitting(true);
    const result = await createTokenAction({ workspace: slug, ...values });
    onSubmitting(false);
    if (!result.ok) return showFailure(form, result.error);
    const { token, secret } = result.data;
    onDone({ name: token.name, secret, workspaceSlug: slug, isBound: values.isBound });
  });
  return (
    <form id={id} noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <FormProblem message={errors.root?.message} />
      <Field label="Name" required error={errors.name?.message}>
        <Input {...form.register("name")} autoFocus placeholder="Training on my laptop" />
      </Field>
      <Controller
        control={form.control}
        name="scopes"
        render={({ field }) => (
          <ScopesField
            value={field.value}
            onChange={field.onChange}
            error={errors.scopes?.message}
          />
        )}
      />
      <div className="grid gap-4 sm:grid-cols-2">
        <Controller
          control={form.control}
          name="expiresInDays"
          render={({ field }) => (
            <Field label="Expires after" required error={errors.expiresInDays?.message}>
              <Select
                options={EXPIRIES}
                value={
                  EXPIRIES.find(({ value }) => value === String(field.value))?.value ?? "never"
                }
                onChange={(value) => field.onChange(value === "never" ? null : Number(value))}
              />
            </Field>
          )}
        />
        <Controller
          control={form.control}
          name="isBound"
          render={({ field }) => (
            <Field label="Works in" required>
              <Select
                options={[
                  { value: "here", label: workspaceName, description: "This workspace only" },
                  { value: "everywhere", label: "All my workspaces" },
                ]}
                value={field.value ? "here" : "everywhere"}
                onChange={(value) => field.onChange(value === "here")}
              />
            </Field>
          )}
        />
      </div>
    </form>
  );
}

interface ScopesFieldProps {
  value: readonly Scope[];
  onChange: (scopes: Scope[]) => void;
  error: string | undefined;
}

function ScopesField({ value, onChange, error }: ScopesFieldProps) {
  const [preset, setPreset] = useState<(typeof PRESETS)[number]["value"]>("training");
  const choose = (next: typeof preset) => {
    setPreset(next);
    const scopes = PRESETS.find((one) => one.value === next)?.scopes;
    if (scopes) onChange([...scopes]);
  };
  return (
    <div className="grid gap-3">
      <Field label="Scopes" required error={error}>
        <Select options={PRESETS} value={preset} onChange={choose} />
      </Field>
      {preset === "custom" ? (
        <fieldset className="grid items-start gap-2.5 rounded-md border bg-surface p-3 sm:grid-cols-2">
          <legend className="sr-only">Scopes of this token</legend>
          {SCOPES.map((scope) => (
            <Field
              key={scope}
              inline
              label={SCOPE_LABELS[scope].label}
              description={SCOPE_LABELS[scope].description}
            >
              <Checkbox
                checked={value.includes(scope)}
                onCheckedChange={(checked) =>
                  onChange(
                    checked === true
                      ? [...value, scope]
                      : value.filter((candidate) => candidate !== scope),
                  )
                }
              />
            </Field>
          ))}
        </fieldset>
      ) : null}
    </div>
  );
}
