"use client";
import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { RISK_TIERS } from "@/lib/approvals/schema/policies";
import type { EditorProps } from "./editor-props";
import { newId } from "./policy-draft";

const KINDS = [
  { value: "alias", label: "Alias" },
  { value: "stage", label: "Stage" },
  { value: "environment", label: "Environment" },
] as const;

/** Which places the policy protects, and of which models. */
export function TargetFields({ draft, change, fields }: EditorProps) {
  const { targets, riskTiers } = draft;
  const set = (id: string, more: Partial<(typeof targets)[number]>) =>
    change({ targets: targets.map((one) => (one.id === id ? { ...one, ...more } : one)) });
  return (
    <fieldset className="grid gap-3">
      <legend className="mb-2 font-semibold text-sm">Targets</legend>
      {targets.map((target, index) => (
        <div key={target.id} className="flex items-start gap-2">
          <Field label={`Kind of target ${index + 1}`} required className="w-36 shrink-0">
            <Select
              options={KINDS}
              value={target.kind}
              onChange={(kind) => set(target.id, { kind })}
            />
          </Field>
          <Field
            label={`Name of target ${index + 1}`}
            required
            error={fields[`targets.${index}.value`]}
            className="min-w-0 flex-1"
          >
            <Input
              value={target.value}
              placeholder={target.kind === "stage" ? "Production" : "champion"}
              spellCheck={false}
              onChange={(event) => set(target.id, { value: event.target.value })}
            />
          </Field>
          <IconButton
            className="mt-6.5"
            label={`Remove target ${index + 1}`}
            onClick={() => change({ targets: targets.filter(({ id }) => id !== target.id) })}
          >
            <X aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      {fields.targets ? (
        <p role="alert" className="text-danger-fg text-xs">
          {fields.targets}
        </p>
      ) : null}
      <Button
        size="sm"
        className="justify-self-start"
        onClick={() => change({ targets: [...targets, { id: newId(), kind: "alias", value: "" }] })}
      >
        <Plus aria-hidden="true" />
        Add a target
      </Button>
      <fieldset className="flex flex-wrap gap-x-5 gap-y-2">
        <legend className="mb-1.5 font-medium text-sm">
          Models of these risk tiers{" "}
          <span className="font-normal text-subtle">none chosen means all</span>
        </legend>
        {RISK_TIERS.map((tier) => (
          <Field key={tier} inline label={tier}>
            <Checkbox
              checked={riskTiers.includes(tier)}
              onCheckedChange={(checked) =>
                change({
                  riskTiers: RISK_TIERS.filter((one) =>
                    one === tier ? checked === true : riskTiers.includes(one),
                  ),
                })
              }
            />
          </Field>
        ))}
      </fieldset>
    </fieldset>
  );
}
