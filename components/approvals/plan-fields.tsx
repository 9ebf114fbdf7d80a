"use client";
import { Plus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import type { RolloutPlan } from "@/lib/approvals/schema/requests";
import { MarkdownField } from "./markdown-field";
import { NumberField } from "./number-field";

/** A plan while it is written: numbers are what was typed. */
export interface PlanDraft {
  description: string;
  steps: readonly { id: string; weight: string; bakeMinutes: string }[];
  abortRule: string;
}

const MAX_STEPS = 20;

export function toPlanDraft({ description, steps, abortRule }: RolloutPlan): PlanDraft {
  return {
    description,
    abortRule,
    steps: steps.map(({ weight, bakeMinutes }, index) => ({
      id: String(index),
      weight: String(weight),
      bakeMinutes: String(bakeMinutes),
    })),
  };
}

const typed = (text: string) => (text.trim() === "" ? Number.NaN : Number(text));

export function toPlan({ description, steps, abortRule }: PlanDraft): RolloutPlan {
  return {
    description,
    abortRule,
    steps: steps.map(({ weight, bakeMinutes }) => ({
      weight: typed(weight),
      bakeMinutes: typed(bakeMinutes),
    })),
  };
}

interface PlanFieldsProps {
  plan: PlanDraft;
  onChange: (plan: PlanDraft) => void;
  /** Messages by field path, as the server answers them. */
  fields: Readonly<Record<string, string>>;
}

/** How the version comes into service: what is done, in which steps, and when it is broken off. */
export function PlanFields({ plan, onChange, fields }: PlanFieldsProps) {
  return (
    <>
      <MarkdownField
        label="Rollout plan"
        rows={2}
        maxLength={5_000}
        value={plan.description}
        onChange={(description) => onChange({ ...plan, description })}
        error={fields["plan.description"]}
      />
      <StepsField plan={plan} onChange={onChange} fields={fields} />
      <Field
        label="Abort rule"
        description="When it is taken back, in words that leave no choice: “error rate over 1 % for 5 minutes”."
        error={fields["plan.abortRule"]}
      >
        <Input
          maxLength={1_000}
          value={plan.abortRule}
          onChange={(event) => onChange({ ...plan, abortRule: event.target.value })}
        />
      </Field>
    </>
  );
}

const NEXT_WEIGHTS = ["5", "25", "50", "100"];

function StepsField({ plan, onChange, fields }: PlanFieldsProps) {
  const { steps } = plan;
  const change = (id: string, more: { weight?: string; bakeMinutes?: string }) =>
    onChange({
      ...plan,
      steps: steps.map((step) => (step.id === id ? { ...step, ...more } : step)),
    });
  const add = () => {
    const next = NEXT_WEIGHTS.find((weight) => Number(weight) > Number(steps.at(-1)?.weight ?? 0));
    const step = { id: crypto.randomUUID(), weight: next ?? "100", bakeMinutes: "60" };
    onChange({ ...plan, steps: [...steps, step] });
  };
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1.5 font-medium text-sm">
        Steps <span className="font-normal text-subtle">optional</span>
      </legend>
      {steps.map((step, index) => (
        <div key={step.id} className="flex items-start gap-2">
          <NumberField
            label={`Step ${index + 1}: traffic in %`}
            required
            isDecimal
            min={0}
            max={100}
            value={step.weight}
            onChange={(weight) => change(step.id, { weight })}
            error={fields[`plan.steps.${index}.weight`]}
            className="min-w-0 flex-1"
          />
          <NumberField
            label="Minutes watched"
            required
            min={0}
            value={step.bakeMinutes}
            onChange={(bakeMinutes) => change(step.id, { bakeMinutes })}
            error={fields[`plan.steps.${index}.bakeMinutes`]}
            className="min-w-0 flex-1"
          />
          <IconButton
            className="mt-6.5"
            label={`Remove step ${index + 1}`}
            onClick={() => onChange({ ...plan, steps: steps.filter(({ id }) => id !== step.id) })}
          >
            <X aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      {steps.length < MAX_STEPS ? (
        <Button size="sm" onClick={add} className="justify-self-start">
          <Plus aria-hidden="true" />
          Add a step
        </Button>
      ) : null}
    </fieldset>
  );
}
