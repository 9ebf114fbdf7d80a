"use client";
import { fromLocalMoment, MomentField, toLocalMoment } from "@/components/approvals/moment-field";
import { useTimeZone } from "@/components/runs/use-time-zone";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { planMaintenanceAction, reviseMaintenanceAction } from "@/lib/incidents/actions";
import type { AlertingChoicesDto } from "@/lib/incidents/dto/choices";
import type { MaintenanceDto } from "@/lib/incidents/dto/maintenance";
import { maintenanceInput } from "@/lib/incidents/schema/maintenance";
import { ManyField } from "./many-field";
import { useCheckedForm } from "./use-checked-form";

const HOUR_MS = 3_600_000;

export interface MaintenanceFormProps {
  /** Absent for a new one. */
  window?: MaintenanceDto | undefined;
  choices: AlertingChoicesDto;
  onClose: () => void;
}

interface Form {
  name: string;
  startsAt: string;
  endsAt: string;
  isWeekly: boolean;
  timeZone: string;
  deployments: string[];
  monitors: string[];
}

function firstForm(window: MaintenanceDto | undefined, timeZone: string): Form {
  const now = Date.now();
  const ids = (given: MaintenanceDto["monitors"] = []) => given.map(({ id }) => String(id));
  return {
    name: window?.name ?? "",
    startsAt: toLocalMoment(new Date(window?.startsAt ?? now)),
    endsAt: toLocalMoment(new Date(window?.endsAt ?? now + 2 * HOUR_MS)),
    isWeekly: window?.isWeekly ?? false,
    timeZone: window?.timeZone ?? timeZone,
    deployments: ids(window?.deployments),
    monitors: ids(window?.monitors),
  };
}

const toInput = ({ startsAt, endsAt, deployments, monitors, ...form }: Form) => ({
  ...form,
  startsAt: fromLocalMoment(startsAt)?.getTime(),
  endsAt: fromLocalMoment(endsAt)?.getTime(),
  deploymentIds: deployments.map(Number),
  monitorIds: monitors.map(Number),
});

function useMaintenanceForm({ window, onClose }: MaintenanceFormProps) {
  const { slug: workspace } = useWorkspace();
  const zone = useTimeZone();
  return useCheckedForm({
    first: () => firstForm(window, zone),
    toInput,
    schema: maintenanceInput,
    send: (input) =>
      window
        ? reviseMaintenanceAction({ workspace, ...input, windowId: window.id })
        : planMaintenanceAction({ workspace, ...input }),
    onDone: onClose,
  });
}

/** Plans a time in which nothing is told, or changes one. */
export function MaintenanceForm(props: MaintenanceFormProps) {
  const { form, problems, isSending, submit, set } = useMaintenanceForm(props);
  const { window, choices } = props;
  return (
    <FormDialog
      title={window ? `Change “${window.name}”` : "Plan maintenance"}
      description="Incidents still open, and say that telling was held back. What is still so afterwards is told then."
      submitLabel={window ? "Save" : "Plan"}
      isSubmitting={isSending}
      problem={problems.form}
      onSubmit={submit}
    >
      <Field label="Name" required error={problems.name}>
        <Input value={form.name} onChange={(event) => set({ name: event.target.value })} />
      </Field>
      <div className="grid items-start gap-4 sm:grid-cols-2 *:min-w-0">
        <MomentField
          label="From"
          value={form.startsAt}
          onChange={(startsAt) => set({ startsAt })}
          error={problems.startsAt && "Choose a day and a time."}
          required
        />
        <MomentField
          label="To"
          value={form.endsAt}
          onChange={(endsAt) => set({ endsAt })}
          error={problems.endsAt}
          required
        />
      </div>
      <Field
        inline
        required
        label="Each week"
        description="At the same time of the day, also when the clocks change."
      >
        <Checkbox
          checked={form.isWeekly}
          onCheckedChange={(checked) => set({ isWeekly: checked === true })}
        />
      </Field>
      {form.isWeekly ? (
        <Field label="Time zone" required error={problems.timeZone}>
          <Input
            value={form.timeZone}
            spellCheck={false}
            onChange={(event) => set({ timeZone: event.target.value })}
          />
        </Field>
      ) : null}
      <ManyField
        label="Deployments"
        noun="deployments"
        description="With no deployments and no monitors nothing at all is told."
        choices={choices.deployments}
        value={form.deployments}
        onChange={(deployments) => set({ deployments })}
      />
      <ManyField
        label="Monitors"
        noun="monitors"
        choices={choices.monitors}
        value={form.monitors}
        onChange={(monitors) => set({ monitors })}
      />
    </FormDialog>
  );
}
