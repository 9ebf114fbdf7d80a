"use client";
import { ListToolbar } from "@/components/shell/list-toolbar";
import { Button } from "@/components/ui/button";
import { Select } from "@/components/ui/select";
import { modelHealths, RISK_TIERS } from "@/lib/models/schema";
import { useModelFilters } from "./use-model-filters";

const ANY = "any";
const TIERS = {
  low: "Low risk",
  medium: "Medium risk",
  high: "High risk",
  critical: "Critical risk",
};
const HEALTHS = {
  attention: "Needs attention",
  waiting: "Request waits",
  failing: "Gate fails",
  renewals: "Re-approval due",
};

const risks = [
  { value: ANY, label: "Any risk" },
  ...RISK_TIERS.map((value) => ({ value, label: TIERS[value] })),
];
const healths = [
  { value: ANY, label: "Any health" },
  ...modelHealths.map((value) => ({ value, label: HEALTHS[value] })),
];

export function ModelsToolbar({ isLoading }: { isLoading: boolean }) {
  const { filters, setFilters } = useModelFilters();
  const { risk, health, isServing } = filters;
  return (
    <ListToolbar noun="models" filters={filters} setFilters={setFilters} isLoading={isLoading}>
      <Select
        label="Risk tier"
        options={risks}
        value={risk ?? ANY}
        onChange={(value) =>
          void setFilters({ risk: RISK_TIERS.find((tier) => tier === value) ?? null })
        }
        className="w-36"
      />
      <Select
        label="Health"
        options={healths}
        value={health ?? ANY}
        onChange={(value) =>
          void setFilters({ health: modelHealths.find((known) => known === value) ?? null })
        }
        className="w-40"
      />
      <Button
        aria-pressed={isServing}
        onClick={() => void setFilters({ isServing: isServing ? null : true })}
        className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-fg"
      >
        In production
      </Button>
    </ListToolbar>
  );
}
