"use client";
import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { GATE_KIND_LABELS } from "@/lib/approvals/rules/gate-words";
import { GATE_KINDS, type GateKind } from "@/lib/approvals/schema/gates";
import type { EditorProps } from "./editor-props";
import { GATE_KIND_INFO, type GateSetting } from "./gate-settings";
import { PeopleChoice } from "./people-choice";
import { type GateDraft, newId } from "./policy-draft";

const KINDS = GATE_KINDS.map((kind) => ({
  value: kind,
  label: GATE_KIND_LABELS[kind],
  description: GATE_KIND_INFO[kind].hint,
}));

/** What is measured before anybody's approval is enough. */
export function GateFields(props: EditorProps) {
  const { draft, change, fields } = props;
  const { gates } = draft;
  const add = () => {
    const kind: GateKind = "metric_threshold";
    const gate = { id: newId(), key: "", kind, title: "", isBlocking: true, config: {} };
    change({ gates: [...gates, gate] });
  };
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-semibold text-sm">Gates</legend>
      {gates.map((gate, index) => (
        <OneGate key={gate.id} {...props} gate={gate} index={index} />
      ))}
      {fields.gates ? (
        <p role="alert" className="text-danger-fg text-xs">
          {fields.gates}
        </p>
      ) : null}
      <Button size="sm" className="justify-self-start" onClick={add}>
        <Plus aria-hidden="true" />
        Add a gate
      </Button>
    </fieldset>
  );
}

interface OneGateProps extends EditorProps {
  gate: GateDraft;
  index: number;
}

function OneGate({ draft, change, fields, approvers, gate, index }: OneGateProps) {
  const { gates } = draft;
  const set = (more: Partial<GateDraft>) =>
    change({ gates: gates.map((one) => (one.id === gate.id ? { ...one, ...more } : one)) });
  const at = `gates.${index}`;
  return (
    <div className="grid items-start gap-3 rounded-md border p-3 sm:grid-cols-2">
      <Field label={`Kind of gate ${index + 1}`} required className="sm:col-span-2">
        <Select options={KINDS} value={gate.kind} onChange={(kind) => set({ kind, config: {} })} />
      </Field>
      <Field label="Title" required error={fields[`${at}.title`]}>
        <Input
          value={gate.title}
          placeholder={GATE_KIND_LABELS[gate.kind]}
          onChange={(event) => set({ title: event.target.value })}
        />
      </Field>
      <Field
        label="Key"
        required
        error={fields[`${at}.key`]}
        description="By which programs and waivers name it."
      >
        <Input
          value={gate.key}
          placeholder="auc"
          spellCheck={false}
          autoCapitalize="none"
          onChange={(event) => set({ key: event.target.value })}
        />
      </Field>
      {GATE_KIND_INFO[gate.kind].settings.map((setting) => (
        <Field
          key={setting.name}
          label={setting.label}
          required={setting.isRequired === true || setting.type === "choice"}
          description={setting.description}
          error={fields[`${at}.config.${setting.name}`]}
        >
          <Setting
            setting={setting}
            value={gate.config[setting.name]}
            onChange={(value) => set({ config: { ...gate.config, [setting.name]: value } })}
            approvers={approvers}
          />
        </Field>
      ))}
      <Field
        inline
        label="Nothing is promoted while it does not pass"
        description="Otherwise it only warns."
        className="sm:col-span-2"
      >
        <Checkbox
          checked={gate.isBlocking}
          onCheckedChange={(checked) => set({ isBlocking: checked === true })}
        />
      </Field>
      <Button
        size="sm"
        variant="ghost"
        className="justify-self-start"
        onClick={() => change({ gates: gates.filter(({ id }) => id !== gate.id) })}
      >
        <X aria-hidden="true" />
        Remove gate {index + 1}
      </Button>
    </div>
  );
}

interface SettingProps extends Pick<EditorProps, "approvers"> {
  setting: GateSetting;
  value: string | readonly string[] | undefined;
  onChange: (value: string | string[]) => void;
}

/** Radix' lists know no empty value. */
const UNSET = "unset";

function Setting({ setting, value, onChange, approvers }: SettingProps) {
  if (setting.type === "people")
    return (
      <PeopleChoice
        approvers={approvers}
        value={typeof value === "string" ? [] : (value ?? [])}
        onChange={onChange}
      />
    );
  const text = typeof value === "string" ? value : "";
  if (setting.choices)
    return (
      <Select
        options={setting.choices.map((choice) => ({ ...choice, value: choice.value || UNSET }))}
        value={text || setting.choices[0]?.value || UNSET}
        onChange={(next) => onChange(next === UNSET ? "" : next)}
      />
    );
  return (
    <Input
      value={text}
      spellCheck={false}
      {...(setting.type === "number" ? { type: "number", step: "any" } : {})}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}
