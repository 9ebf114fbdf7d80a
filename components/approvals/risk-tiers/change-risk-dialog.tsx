"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { RadioGroup, RadioItem } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { setRiskTierAction } from "@/lib/approvals/actions";
import type { ModelRiskDto } from "@/lib/approvals/dto/risk-tiers";
import { isLowerTier } from "@/lib/approvals/rules/risk-tiers";
import { RISK_TIERS } from "@/lib/approvals/schema/policies";

interface ChangeRiskProps {
  name: string;
  risk: ModelRiskDto;
}

const TITLES = { low: "Low", medium: "Medium", high: "High", critical: "Critical" } as const;

function ChangeForm({ name, risk, onClose }: ChangeRiskProps & { onClose: () => void }) {
  const { slug: workspace } = useWorkspace();
  const others = RISK_TIERS.filter((tier) => tier !== risk.riskTier);
  const [riskTier, setRiskTier] = useState(
    others.find((tier) => !isLowerTier({ from: risk.riskTier, to: tier })) ??
      others[0] ??
      risk.riskTier,
  );
  const [reason, setReason] = useState("");
  const [problem, setProblem] = useState<{ reason?: string; form?: string }>({});
  const [isSaving, setIsSaving] = useState(false);
  const save = async () => {
    setIsSaving(true);
    const result = await setRiskTierAction({ workspace, model: name, riskTier, reason });
    setIsSaving(false);
    if (!result.ok) {
      const { fields, message } = result.error;
      setProblem(fields?.reason ? { reason: fields.reason } : { form: message });
      return;
    }
    toast(
      result.data.isApplied
        ? `${name} has ${riskTier} risk now`
        : `Proposed ${riskTier} risk: somebody else who may sign confirms it`,
      { tone: "success" },
    );
    onClose();
  };
  return (
    <FormDialog
      title={`Change the risk tier of ${name}`}
      description="The tier says how much depends on the model, and so which policy decides about its versions. Requests that wait are decided under it from then on."
      submitLabel={isLowerTier({ from: risk.riskTier, to: riskTier }) ? "Propose" : "Change"}
      isSubmitting={isSaving}
      problem={problem.form}
      onSubmit={save}
    >
      <Field label="Risk tier" required>
        <RadioGroup
          value={riskTier}
          onValueChange={(value) => setRiskTier(others.find((one) => one === value) ?? riskTier)}
        >
          {others.map((tier) => (
            <RadioItem
              key={tier}
              value={tier}
              label={TITLES[tier]}
              description={
                isLowerTier({ from: risk.riskTier, to: tier })
                  ? "Less is asked for. Somebody else who may sign, with no part in the model, confirms it."
                  : "Higher. In force at once, unless a policy asks for less there."
              }
            />
          ))}
        </RadioGroup>
      </Field>
      <Field label="Why it belongs there" required error={problem.reason}>
        <Textarea
          rows={3}
          maxLength={2_000}
          value={reason}
          onChange={(event) => setReason(event.target.value)}
        />
      </Field>
    </FormDialog>
  );
}

/** Raises the tier of a model, or proposes to lower it. */
export function ChangeRiskButton(props: ChangeRiskProps) {
  const [isOpen, setIsOpen] = useState(false);
  return (
    <Dialog open={isOpen} onOpenChange={setIsOpen}>
      <DialogTrigger asChild>
        <Button size="sm">Change…</Button>
      </DialogTrigger>
      {isOpen ? <ChangeForm {...props} onClose={() => setIsOpen(false)} /> : null}
    </Dialog>
  );
}
