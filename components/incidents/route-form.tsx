"use client";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { addRouteAction, reviseRouteAction } from "@/lib/incidents/actions";
import type { AlertingChoicesDto } from "@/lib/incidents/dto/choices";
import type { AlertRouteDto } from "@/lib/incidents/dto/routes";
import { SIGNAL_KINDS } from "@/lib/incidents/schema/incidents";
import { alertRouteInput } from "@/lib/incidents/schema/routes";
import { SEVERITIES } from "@/lib/monitors/schema/alerts";
import { SEVERITY_LOOKS, SIGNAL_LABELS } from "./incident-looks";
import { ManyField } from "./many-field";
import { useCheckedForm } from "./use-checked-form";

const ids = (named: AlertRouteDto["people"] = []) => named.map(({ id }) => id);
const NONE: readonly string[] = [];

function firstForm(route: AlertRouteDto | undefined) {
  const { match } = route ?? {};
  return {
    name: route?.name ?? "",
    severities: match?.severities ?? NONE,
    kinds: match?.kinds ?? NONE,
    deployments: match?.deployments ?? NONE,
    environments: match?.environments ?? NONE,
    models: match?.models ?? NONE,
    ownerIds: match?.ownerIds ?? NONE,
    userIds: ids(route?.people),
    webhookIds: ids(route?.webhooks),
    escalateMinutes: route?.escalateMinutes ? String(route.escalateMinutes) : "",
  };
}
type Form = ReturnType<typeof firstForm>;

function toInput({ name, userIds, webhookIds, escalateMinutes, ...match }: Form) {
  const minutes = escalateMinutes.trim();
  return {
    ...{ name, match, userIds, webhookIds },
    escalateMinutes: minutes === "" ? null : Number(minutes),
  };
}

export interface RouteFormProps {
  /** Absent for a new one. */
  route?: AlertRouteDto | undefined;
  choices: AlertingChoicesDto;
  onClose: () => void;
}

function useRouteForm({ route, onClose }: RouteFormProps) {
  const { slug: workspace } = useWorkspace();
  return useCheckedForm({
    first: () => firstForm(route),
    toInput,
    schema: alertRouteInput,
    send: (input) =>
      route
        ? reviseRouteAction({ workspace, ...input, routeId: route.id })
        : addRouteAction({ workspace, ...input }),
    onDone: onClose,
  });
}

interface MatchFieldsProps {
  form: Form;
  choices: AlertingChoicesDto;
  set: (change: Partial<Form>) => void;
}

function MatchFields({ form, choices, set }: MatchFieldsProps) {
  const fields = [
    ["severities", "Severity", SEVERITIES.map((value) => ({ value, ...SEVERITY_LOOKS[value] }))],
    ["kinds", "What it is", SIGNAL_KINDS.map((value) => ({ value, label: SIGNAL_LABELS[value] }))],
    [
      "deployments",
      "Deployment",
      choices.deployments.map(({ label }) => ({ value: label, label })),
    ],
    ["environments", "Environment", choices.environments],
    ["models", "Registered model", choices.models],
    ["ownerIds", "Owner", choices.people],
  ] as const;
  return (
    <fieldset className="grid gap-3 rounded-lg border p-3">
      <legend className="px-1 font-medium text-sm">For incidents that are all of this</legend>
      <p className="text-muted text-xs">What is left empty may be anything.</p>
      <div className="grid items-start gap-3 sm:grid-cols-2">
        {fields.map(([name, label, options]) => (
          <ManyField
            key={name}
            label={label}
            noun={label.toLowerCase()}
            choices={options.map((option) => ({ value: option.value, label: option.label }))}
            value={form[name]}
            onChange={(value) => set({ [name]: value })}
          />
        ))}
      </div>
    </fieldset>
  );
}

/** Adds a route, or changes one. */
export function RouteForm(props: RouteFormProps) {
  const { form, problems, isSending, submit, set } = useRouteForm(props);
  const { route, choices } = props;
  return (
    <FormDialog
      size="lg"
      title={route ? `Change “${route.name}”` : "Add a route"}
      description="The first route that fits an incident says who is told of it."
      submitLabel={route ? "Save" : "Add route"}
      isSubmitting={isSending}
      problem={problems.form}
      onSubmit={submit}
    >
      <Field label="Name" required error={problems.name}>
        <Input value={form.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <MatchFields form={form} choices={choices} set={set} />
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <ManyField
          label="Tell people"
          noun="people"
          description="In app and by e-mail, as each chose."
          choices={choices.people}
          value={form.userIds}
          onChange={(userIds) => set({ userIds })}
          error={problems.userIds}
        />
        <ManyField
          label="Tell webhooks"
          noun="webhooks"
          description="Whatever they asked for themselves."
          choices={choices.webhooks}
          value={form.webhookIds}
          onChange={(webhookIds) => set({ webhookIds })}
        />
      </div>
      <Field
        label="Tell the next route after"
        description="Minutes in which nobody acknowledges it. Empty: never."
        error={problems.escalateMinutes && "A whole number of minutes, a week at most."}
      >
        <Input
          inputMode="numeric"
          className="w-32"
          value={form.escalateMinutes}
          onChange={(event) => set({ escalateMinutes: event.target.value })}
        />
      </Field>
    </FormDialog>
  );
}
