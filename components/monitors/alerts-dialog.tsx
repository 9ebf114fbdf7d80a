"use client";
import { Plus, Trash2 } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { reviseMonitorAction } from "@/lib/monitors/actions";
import type { MonitorPageDto } from "@/lib/monitors/dto/screens";
import { isOfTime } from "@/lib/monitors/rules/windows";
import {
  ALERT_WORDS,
  BASIS_WORDS,
  NO_DATA_WORDS,
  SEVERITY_LABELS,
} from "@/lib/monitors/rules/words";
import { ALERT_KINDS, BASES, NO_DATA, SEVERITIES } from "@/lib/monitors/schema/alerts";
import type { WindowKind } from "@/lib/monitors/schema/monitors";
import { type AlertRow, newAlertRow, toAlertRow, toAlerts } from "./alerts-form";

type Problems = Readonly<Record<string, string>>;

interface RowFieldsProps {
  row: AlertRow;
  columns: readonly string[];
  window: WindowKind;
  problems: Problems;
  set: (change: Partial<AlertRow>) => void;
  onRemove: () => void;
}

function RowFields({ row, columns, window, problems, set, onRemove }: RowFieldsProps) {
  return (
    <fieldset className="grid gap-3 rounded-lg border p-3">
      <legend className="sr-only">{ALERT_WORDS[row.kind]}</legend>
      <div className="flex items-end gap-2">
        <Field label="Tell of" className="grow" required>
          <Select
            value={row.kind}
            onChange={(kind) => set({ kind })}
            options={ALERT_KINDS.map((value) => ({ value, label: ALERT_WORDS[value] }))}
          />
        </Field>
        <IconButton label="Remove this alert" onClick={onRemove}>
          <Trash2 aria-hidden="true" />
        </IconButton>
      </div>
      {row.kind === "column" ? (
        <Field label="Column" error={problems[`${row.id} column`]} required>
          <Combobox
            noun="column"
            options={columns.map((name) => ({ value: name, label: name }))}
            value={row.column === "" ? null : row.column}
            onChange={(column) => set({ column })}
          />
        </Field>
      ) : null}
      <div className="grid items-start gap-3 sm:grid-cols-2">
        <Field label="Severity" required>
          <Select
            value={row.severity}
            onChange={(severity) => set({ severity })}
            options={SEVERITIES.map((value) => ({ value, label: SEVERITY_LABELS[value] }))}
          />
        </Field>
        {row.kind === "silence" && !isOfTime(window) ? null : (
          <Field label="Windows in a row" error={problems[`${row.id} windows`]} required>
            <Input
              inputMode="numeric"
              value={row.windows}
              onChange={(event) => set({ windows: event.target.value })}
            />
          </Field>
        )}
        {row.kind === "silence" ? (
          <Field
            label="Minutes without a row"
            description={isOfTime(window) ? "Empty, windows tell." : undefined}
            error={problems[`${row.id} minutes`]}
            required={!isOfTime(window)}
          >
            <Input
              inputMode="numeric"
              value={row.minutes}
              onChange={(event) => set({ minutes: event.target.value })}
            />
          </Field>
        ) : null}
      </div>
      {row.kind === "performance" ? (
        <Field label="Judged" required>
          <Select
            value={row.basis}
            onChange={(basis) => set({ basis })}
            options={BASES.map((value) => ({ value, label: BASIS_WORDS[value] }))}
          />
        </Field>
      ) : null}
      {row.kind === "drift" || row.kind === "column" ? (
        <Field label="Windows with too few rows, or none" required>
          <Select
            value={row.noData}
            onChange={(noData) => set({ noData })}
            options={NO_DATA.map((value) => ({ value, ...NO_DATA_WORDS[value] }))}
          />
        </Field>
      ) : null}
    </fieldset>
  );
}

interface AlertsDialogProps {
  monitor: MonitorPageDto["monitor"];
  onClose: () => void;
}

function useAlertsForm({ monitor, onClose }: AlertsDialogProps) {
  const { slug: workspace } = useWorkspace();
  const [rows, setRows] = useState(() => monitor.alerts.map(toAlertRow));
  const [problems, setProblems] = useState<Problems>({});
  const [isSending, setIsSending] = useState(false);
  const submit = async () => {
    const given = toAlerts(rows);
    setProblems("problems" in given ? given.problems : {});
    if ("problems" in given) return;
    setIsSending(true);
    const result = await reviseMonitorAction({
      ...{ workspace, monitor: monitor.id, alerts: given.alerts },
    });
    setIsSending(false);
    if (result.ok) onClose();
    else setProblems({ form: result.error.message });
  };
  const add = () => setRows([...rows, newAlertRow(1 + Math.max(-1, ...rows.map(({ id }) => id)))]);
  const set = (row: AlertRow, change: Partial<AlertRow>) =>
    setRows(rows.map((one) => (one === row ? { ...one, ...change } : one)));
  const remove = (row: AlertRow) => setRows(rows.filter((one) => one !== row));
  return { rows, problems, isSending, submit, add, set, remove };
}

/** What a monitor tells of, and how gravely. */
export function AlertsDialog(props: AlertsDialogProps) {
  const { rows, problems, isSending, submit, add, set, remove } = useAlertsForm(props);
  const { columns, window } = props.monitor.definition;
  return (
    <FormDialog
      title="What is told of"
      description="Each alert opens an incident, or comes to the one that is open. It is told once a window."
      submitLabel="Save"
      isSubmitting={isSending}
      problem={problems.form}
      onSubmit={submit}
    >
      {rows.length === 0 ? (
        <p className="text-muted text-sm">Nothing: what the monitor finds is only shown.</p>
      ) : null}
      {rows.map((row) => (
        <RowFields
          key={row.id}
          row={row}
          columns={columns.map(({ name }) => name)}
          window={window}
          problems={problems}
          set={(change) => set(row, change)}
          onRemove={() => remove(row)}
        />
      ))}
      <div>
        <Button onClick={add}>
          <Plus aria-hidden="true" />
          Add an alert
        </Button>
      </div>
    </FormDialog>
  );
}
