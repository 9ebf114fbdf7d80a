"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { Controller, useForm } from "react-hook-form";
import { z } from "zod";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { showFailure } from "@/components/ui/form-failure";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { createWebhookAction, reviseWebhookAction } from "@/lib/events/actions";
import type { WebhookDto } from "@/lib/events/dto";
import { OPEN_LINEAGE_EVENTS } from "@/lib/events/rules/open-lineage";
import { PAGER_DUTY_EVENTS } from "@/lib/events/rules/pager-duty";
import { createWebhookInput } from "@/lib/events/schema";
import { EventPicker } from "./event-picker";

const FORMATS = [
  { value: "json", label: "JSON", description: "MLflow's form: entity, action, timestamp, data" },
  { value: "slack", label: "Slack message", description: "Slack, Mattermost and their like" },
  { value: "pagerduty", label: "PagerDuty", description: "Its Events API, version 2" },
  { value: "openlineage", label: "OpenLineage", description: "Marquez and other catalogues" },
] as const;

/** What the secret is for: OpenLineage's receivers take a token, PagerDuty a key, all others a signature. */
const SECRET_TEXTS = {
  signature: {
    label: "Secret",
    anew: "New secret",
    kept: "Deliveries are signed. Leave empty to keep the present secret.",
    hint: "Signs every delivery, so that the receiver knows that it is from here. Kept encrypted and never shown again.",
  },
  token: {
    label: "Token",
    anew: "New token",
    kept: "Deliveries carry a token. Leave empty to keep the present one.",
    hint: "Sent as “Authorization: Bearer”, if the receiver wants one. Kept encrypted and never shown again.",
  },
  key: {
    label: "Routing key",
    anew: "New routing key",
    kept: "The key of the integration is kept. Leave empty to keep it.",
    hint: "Of an integration of the kind “Events API V2”. Kept encrypted and never shown again.",
  },
} as const;

/** Formats that take some events only, with what they start with. */
const AMONG: Partial<Record<WebhookDto["format"], readonly string[]>> = {
  openlineage: OPEN_LINEAGE_EVENTS,
  pagerduty: PAGER_DUTY_EVENTS,
};
const SECRET_OF: Partial<Record<WebhookDto["format"], keyof typeof SECRET_TEXTS>> = {
  openlineage: "token",
  pagerduty: "key",
};
const PAGER_DUTY_URL = "https://events.pagerduty.com/v2/enqueue";

const formInput = createWebhookInput.extend({ secret: z.string().max(500) });

interface WebhookFormProps {
  /** Absent for a new one. */
  webhook?: WebhookDto;
  onDone: (webhook: WebhookDto) => void;
}

export function WebhookForm({ webhook, onDone }: WebhookFormProps) {
  const { slug } = useWorkspace();
  const form = useForm({
    resolver: zodResolver(formInput),
    defaultValues: {
      name: webhook?.name ?? "",
      url: webhook?.url ?? "",
      description: webhook?.description ?? "",
      format: webhook?.format ?? "json",
      events: webhook?.events ?? [],
      secret: "",
      isActive: webhook?.isActive ?? true,
    },
  });
  const { errors, isSubmitting } = form.formState;
  const chosen = form.watch("format") ?? "json";
  const secretTexts = SECRET_TEXTS[SECRET_OF[chosen] ?? "signature"];
  const chooseFormat = (format: WebhookDto["format"]) => {
    form.setValue("format", format);
    if (format === "pagerduty" && form.getValues("url") === "")
      form.setValue("url", PAGER_DUTY_URL);
    const among = AMONG[format];
    if (!among) return;
    const kept = form.getValues("events").filter((event) => among.includes(event));
    form.setValue("events", kept.length > 0 ? kept : [...among]);
  };
  const submit = form.handleSubmit(async ({ secret, ...values }) => {
    const given = { workspace: slug, ...values, ...(secret === "" ? {} : { secret }) };
    const result = webhook
      ? await reviseWebhookAction({ ...given, webhookId: webhook.id })
      : await createWebhookAction(given);
    if (!result.ok) return showFailure(form, result.error);
    onDone(result.data);
  });
  return (
    <FormDialog
      size="lg"
      title={webhook ? `Edit webhook “${webhook.name}”` : "New webhook"}
      description="Another system is told of what happens in this workspace."
      submitLabel={webhook ? "Save" : "Create webhook"}
      isSubmitting={isSubmitting}
      problem={errors.root?.message}
      onSubmit={submit}
    >
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Name" required error={errors.name?.message}>
          <Input {...form.register("name")} autoFocus placeholder="ci" />
        </Field>
        <Controller
          control={form.control}
          name="format"
          render={({ field }) => (
            <Field label="Format" required>
              <Select options={FORMATS} value={field.value ?? "json"} onChange={chooseFormat} />
            </Field>
          )}
        />
      </div>
      <Field label="URL" required error={errors.url?.message}>
        <Input
          {...form.register("url")}
          type="url"
          inputMode="url"
          placeholder="https://ci.example.org/hooks/models"
        />
      </Field>
      <Field
        label={webhook?.hasSecret ? secretTexts.anew : secretTexts.label}
        error={errors.secret?.message}
        description={webhook?.hasSecret ? secretTexts.kept : secretTexts.hint}
      >
        <Input {...form.register("secret")} type="password" autoComplete="new-password" />
      </Field>
      <Field label="Description" error={errors.description?.message}>
        <Input {...form.register("description")} />
      </Field>
      <Controller
        control={form.control}
        name="events"
        render={({ field }) => (
          <EventPicker
            value={field.value}
            onChange={field.onChange}
            error={errors.events?.message}
            among={AMONG[chosen] ?? null}
          />
        )}
      />
    </FormDialog>
  );
}
