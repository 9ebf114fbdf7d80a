"use client";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Switch } from "@/components/ui/switch";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { formatPlural } from "@/lib/core/format";
import { eraseByKeyAction, reviseLogSettingsAction } from "@/lib/gateway/actions/predictions";
import type { LogSettingsDto } from "@/lib/gateway/dto/predictions";

interface Problem {
  message?: string | undefined;
  fields?: Readonly<Record<string, string>> | undefined;
}

interface FormProps {
  deployment: string;
  onDone: () => void;
}

const NUMBERS = [
  {
    name: "sampleRate",
    label: "Share that is kept (%)",
    description: "Those that failed are always kept.",
  },
  { name: "maxRows", label: "Rows of one request", description: "Further ones are cut." },
  {
    name: "maxBytes",
    label: "Bytes of inputs, and of outputs",
    description: "Rows that do not fit are cut.",
  },
  { name: "retentionDays", label: "Days that they are kept", description: "Then they are gone." },
] as const;

function SettingsForm({ deployment, settings, onDone }: FormProps & { settings: LogSettingsDto }) {
  const { slug: workspace } = useWorkspace();
  const [isEnabled, setIsEnabled] = useState(settings.isEnabled);
  const [columns, setColumns] = useState(settings.maskedColumns.join("\n"));
  const [numbers, setNumbers] = useState({
    sampleRate: String(settings.sampleRate * 100),
    maxRows: String(settings.maxRows),
    maxBytes: String(settings.maxBytes),
    retentionDays: String(settings.retentionDays),
  });
  const [problem, setProblem] = useState<Problem>({});
  const [isSaving, setIsSaving] = useState(false);
  const save = async () => {
    setIsSaving(true);
    const { sampleRate, ...bounds } = numbers;
    const result = await reviseLogSettingsAction({
      workspace,
      deployment,
      isEnabled,
      sampleRate: sampleRate.trim() === "" ? Number.NaN : Number(sampleRate) / 100,
      maskedColumns: columns
        .split("\n")
        .map((line) => line.trim())
        .filter(Boolean),
      ...bounds,
    });
    setIsSaving(false);
    if (!result.ok) return setProblem(result.error);
    toast("Saved", { tone: "success" });
    onDone();
  };
  return (
    <FormDialog
      title="What the log keeps"
      description="Holds from now on. What is logged already stays as it is until its days are over."
      submitLabel="Save"
      isSubmitting={isSaving}
      problem={problem.fields ? undefined : problem.message}
      onSubmit={save}
    >
      <Field inline label="Log predictions">
        <Switch checked={isEnabled} onCheckedChange={setIsEnabled} />
      </Field>
      <div className="grid gap-4 sm:grid-cols-2">
        {NUMBERS.map(({ name, label, description }) => (
          <Field
            key={name}
            label={label}
            description={description}
            error={problem.fields?.[name]}
            required
          >
            <Input
              inputMode="decimal"
              value={numbers[name]}
              onChange={(event) => setNumbers({ ...numbers, [name]: event.target.value })}
            />
          </Field>
        ))}
      </div>
      <Field
        label="Masked columns"
        description="One a line. Their values, such as personal data, are never stored."
        error={problem.fields?.maskedColumns}
      >
        <Textarea rows={4} value={columns} onChange={(event) => setColumns(event.target.value)} />
      </Field>
    </FormDialog>
  );
}

function EraseForm({ deployment, onDone }: FormProps) {
  const { slug: workspace } = useWorkspace();
  const [key, setKey] = useState("");
  const [problem, setProblem] = useState<Problem>({});
  const [isErasing, setIsErasing] = useState(false);
  const erase = async () => {
    setIsErasing(true);
    const result = await eraseByKeyAction({ workspace, deployment, key });
    setIsErasing(false);
    if (!result.ok) return setProblem(result.error);
    const { predictions, labels } = result.data;
    toast(
      `Erased ${formatPlural(predictions, "prediction")} and ${formatPlural(labels, "label")}`,
      {
        tone: "success",
      },
    );
    onDone();
  };
  return (
    <FormDialog
      title="Erase by business key"
      description="Removes every prediction and label of one key, such as a customer's who asks for it. It cannot be undone. The audit trail keeps that it happened and a hash of the key, not the key."
      submitLabel="Erase for good"
      isSubmitting={isErasing}
      problem={problem.fields ? undefined : problem.message}
      onSubmit={erase}
    >
      <Field label="Business key" error={problem.fields?.key} required>
        <Input value={key} onChange={(event) => setKey(event.target.value)} spellCheck={false} />
      </Field>
    </FormDialog>
  );
}

/** What may be done with the log: change what it keeps, and erase what it kept of somebody. */
export function PredictionLogButtons(props: { deployment: string; settings: LogSettingsDto }) {
  const [shown, setShown] = useState<"settings" | "erase" | null>(null);
  const [mayRevise, mayErase] = [useCan("deployment:write"), useCan("deployment:operate")];
  const close = () => setShown(null);
  return (
    <>
      {mayErase ? <Button onClick={() => setShown("erase")}>Erase by key</Button> : null}
      {mayRevise ? <Button onClick={() => setShown("settings")}>Log settings</Button> : null}
      <Dialog open={shown !== null} onOpenChange={close}>
        {shown === "settings" ? <SettingsForm {...props} onDone={close} /> : null}
        {shown === "erase" ? <EraseForm {...props} onDone={close} /> : null}
      </Dialog>
    </>
  );
}
