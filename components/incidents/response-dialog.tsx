"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { removeResponseAction, setResponseAction } from "@/lib/incidents/actions/acts";
import type { ResponseDto } from "@/lib/incidents/dto/responses";
import { ACT_WORDS } from "@/lib/incidents/rules/act-words";
import { ACTS, type Act } from "@/lib/incidents/schema/acts";
import { SEVERITIES, type Severity } from "@/lib/monitors/schema/alerts";

const SEVERITY_WORDS: Readonly<Record<Severity, string>> = {
  info: "Any alert",
  warning: "Warnings and worse",
  critical: "Critical alerts only",
};

const HINTS: Readonly<Record<Act, string>> = {
  roll_back: "To the revision that had all of the traffic before, if it is loaded and answers.",
  pause_rollout: "The one that is under way stops where it is.",
  retrain: "The job that trained what serves, with the newest versions of its data.",
};

interface ResponseDialogProps {
  deployment: string;
  responses: readonly ResponseDto[];
  onClose: () => void;
}

interface Wish {
  isOn: boolean;
  severity: Severity;
  coolDownHours: number;
  startsRollout: boolean;
}

/** One act: which alerts it answers, and how often at most. */
function WishFields({
  act,
  wish,
  onChange,
}: {
  act: Act;
  wish: Wish;
  onChange: (wish: Wish) => void;
}) {
  return (
    <fieldset className="grid gap-3 border-line border-b pb-4 last:border-0 last:pb-0">
      <Field inline label={ACT_WORDS[act]} description={HINTS[act]}>
        <Checkbox
          checked={wish.isOn}
          onCheckedChange={(checked) => onChange({ ...wish, isOn: checked === true })}
        />
      </Field>
      {wish.isOn ? (
        <div className="grid gap-3 pl-6 sm:grid-cols-2">
          <Field label="On" required>
            <Select
              value={wish.severity}
              onChange={(severity) => onChange({ ...wish, severity })}
              options={SEVERITIES.map((value) => ({ value, label: SEVERITY_WORDS[value] }))}
            />
          </Field>
          <Field label="Hours between two" required>
            <Input
              type="number"
              min={0}
              value={wish.coolDownHours}
              onChange={(event) => onChange({ ...wish, coolDownHours: event.target.valueAsNumber })}
            />
          </Field>
          {act === "retrain" ? (
            <Field inline label="Start its rollout by itself" className="sm:col-span-2">
              <Checkbox
                checked={wish.startsRollout}
                onCheckedChange={(checked) =>
                  onChange({ ...wish, startsRollout: checked === true })
                }
              />
            </Field>
          ) : null}
        </div>
      ) : null}
    </fieldset>
  );
}

function firstWish(response: ResponseDto | undefined): Wish {
  const { severity = "critical", coolDownHours = 24, startsRollout = false } = response ?? {};
  return { isOn: response !== undefined, severity, coolDownHours, startsRollout };
}

/** Says what a deployment does by itself, in the name of whoever says so. */
export function ResponseDialog({ deployment, responses, onClose }: ResponseDialogProps) {
  const { slug: workspace } = useWorkspace();
  const known = (act: Act) => responses.find((response) => response.act === act);
  const [wishes, setWishes] = useState(() => ({
    roll_back: firstWish(known("roll_back")),
    pause_rollout: firstWish(known("pause_rollout")),
    retrain: firstWish(known("retrain")),
  }));
  const [problem, setProblem] = useState<string>();
  const [isSaving, setIsSaving] = useState(false);
  const save = async (act: Act) => {
    const { isOn, ...wish } = wishes[act];
    const before = known(act);
    if (!isOn) return before ? removeResponseAction({ workspace, deployment, act }) : null;
    // What only programs say stays as it was.
    const { signals = [], rollout } = before ?? {};
    const more = rollout ? { rollout } : {};
    return setResponseAction({ workspace, deployment, act, signals, ...more, ...wish });
  };
  const submit = async () => {
    setIsSaving(true);
    for (const act of ACTS) {
      const isSame = JSON.stringify(wishes[act]) === JSON.stringify(firstWish(known(act)));
      const result = isSame ? null : await save(act);
      if (!result || result.ok) continue;
      setIsSaving(false);
      return setProblem(result.error.message);
    }
    setIsSaving(false);
    toast("Kept.", { tone: "success" });
    onClose();
  };
  return (
    <FormDialog
      title={`What “${deployment}” does by itself`}
      description="In your name and with your rights, once for an incident, and not during maintenance. What it does not do it says in the incident’s course."
      submitLabel="Keep"
      isSubmitting={isSaving}
      problem={problem}
      onSubmit={submit}
    >
      {ACTS.map((act) => (
        <WishFields
          key={act}
          act={act}
          wish={wishes[act]}
          onChange={(wish) => setWishes({ ...wishes, [act]: wish })}
        />
      ))}
    </FormDialog>
  );
}
