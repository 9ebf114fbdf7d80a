"use client";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { reviseRetentionAction } from "@/lib/records/actions";
import type { RetentionDto } from "@/lib/records/dto";
import { TIER_TITLES } from "@/lib/records/rules";

const FOR_GOOD = "for-good";
const CHOICES = [6, 12, 24, 36, 60, 120];

const titleOf = (months: number) =>
  months % 12 === 0 ? `${months / 12} ${months === 12 ? "year" : "years"}` : `${months} months`;

function optionsFor(months: number | null) {
  const all = new Set([...CHOICES, ...(months === null ? [] : [months])]);
  return [
    { value: FOR_GOOD, label: "For good" },
    ...[...all]
      .sort((a, b) => a - b)
      .map((value) => ({ value: String(value), label: titleOf(value) })),
  ];
}

/** For how long names and values of events are kept, tier by tier. */
export function RetentionForm({ rules }: { rules: readonly RetentionDto[] }) {
  const { slug } = useWorkspace();
  const canManage = useCan("retention:manage");
  const [isSaving, setIsSaving] = useState(false);
  const save = async (tier: RetentionDto["tier"], choice: string) => {
    setIsSaving(true);
    const months = choice === FOR_GOOD ? null : Number(choice);
    const result = await reviseRetentionAction({ workspace: slug, tiers: { [tier]: months } });
    setIsSaving(false);
    toast(result.ok ? "Saved" : result.error.message, result.ok ? { tone: "success" } : {});
  };
  return (
    <Card aria-label="Retention">
      <CardHeader
        title="How long names and values are kept"
        description="At least six months. Afterwards they are erased, on record; that something happened, when, and by whom (by id) stays proven for good."
      />
      <div className="grid gap-4 p-4 sm:grid-cols-2">
        {rules.map(({ tier, months }) => (
          <Field key={tier} label={TIER_TITLES[tier]} required>
            <Select
              options={optionsFor(months)}
              value={months === null ? FOR_GOOD : String(months)}
              disabled={!canManage || isSaving}
              onChange={(choice) => void save(tier, choice)}
            />
          </Field>
        ))}
      </div>
      {canManage ? null : (
        <p className="border-t px-4 py-2 text-muted text-sm">Admins of the workspace set this.</p>
      )}
    </Card>
  );
}
