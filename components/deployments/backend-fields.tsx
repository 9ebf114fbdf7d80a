"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import { BACKEND_KINDS, type BackendKind } from "@/lib/deployments/schema/backends";
import { BACKEND_LABELS, SETTING_FIELDS, type SettingField, type Settings } from "./backend-form";

const KINDS = BACKEND_KINDS.map((kind) => ({ value: kind, ...BACKEND_LABELS[kind] }));

interface BackendFieldsProps {
  kind: BackendKind;
  settings: Settings;
  /** By the name of the setting. */
  problems: Settings;
  /** Absent where the backend stays. */
  onKind?: ((kind: BackendKind) => void) | undefined;
  onSettings: (settings: Settings) => void;
}

interface SettingProps {
  field: SettingField;
  value: string;
  onChange: (value: string) => void;
}

function Setting({ field, value, onChange }: SettingProps) {
  if (field.options)
    return (
      <Select
        options={field.options.map((option) => ({ value: option, label: option }))}
        value={value === "" ? "mlflow" : value}
        onChange={onChange}
      />
    );
  if (field.kind === "lines")
    return (
      <Textarea
        rows={3}
        value={value}
        spellCheck={false}
        className="font-mono text-xs"
        onChange={(event) => onChange(event.target.value)}
      />
    );
  return (
    <Input
      value={value}
      placeholder={field.placeholder}
      spellCheck={false}
      inputMode={field.kind === "text" ? undefined : "numeric"}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** How a revision is served. */
export function BackendFields(props: BackendFieldsProps) {
  const { kind, settings, problems, onKind, onSettings } = props;
  return (
    <>
      {onKind ? (
        <Field label="Backend" required description={BACKEND_LABELS[kind].description}>
          <Select options={KINDS} value={kind} onChange={onKind} />
        </Field>
      ) : null}
      <div className="grid items-start gap-4 sm:grid-cols-2">
        {SETTING_FIELDS[kind].map((field) => (
          <Field
            key={`${kind} ${field.name}`}
            label={field.label}
            description={field.description}
            required={field.required ?? false}
            error={problems[field.name]}
            className={field.kind === "lines" ? "sm:col-span-2" : undefined}
          >
            <Setting
              field={field}
              value={settings[field.name] ?? ""}
              onChange={(value) => onSettings({ ...settings, [field.name]: value })}
            />
          </Field>
        ))}
      </div>
    </>
  );
}
