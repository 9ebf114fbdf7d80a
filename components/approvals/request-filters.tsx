"use client";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { ToggleGroup } from "@/components/ui/toggle-group";
import type { WaitingDto } from "@/lib/approvals/dto/shapes";
import { RISK_TIERS } from "@/lib/approvals/schema/policies";
import { REQUEST_STATUSES } from "@/lib/approvals/schema/requests";
import { statusLabel } from "./request-status";
import { useRequestFilters } from "./use-request-filters";

const ANY = "any";
const OPEN: ReadonlySet<string> = new Set(["pending", "approved"]);

const TIERS = [
  { value: ANY, label: "Any risk" },
  ...RISK_TIERS.map((tier) => ({ value: tier, label: `Risk: ${tier}` })),
];

const counted = (label: string, count: number) =>
  count === 0 ? label : `${label} (${count > 99 ? "99+" : count})`;

/** Statuses that occur in a tab; where all are the same there is nothing to choose. */
function statusesOf(view: string) {
  const shown = REQUEST_STATUSES.filter(
    (status) => view === "requested" || OPEN.has(status) === (view === "open"),
  );
  return [
    { value: ANY, label: "Any status" },
    ...shown.map((status) => ({ value: status, label: statusLabel(status) })),
  ];
}

/** Whose requests are listed, and which of them. */
export function RequestFilters({ waiting }: { waiting: WaitingDto }) {
  const { filters, isLoading, show, narrow, search } = useRequestFilters();
  const { view, q, status, tier } = filters;
  const views = [
    { value: "mine", label: counted("Waiting for me", waiting.requests) },
    { value: "open", label: "Open" },
    { value: "requested", label: "Asked by me" },
    { value: "decided", label: "Decided" },
    { value: "follow_ups", label: counted("Follow-ups", waiting.followUps) },
  ] as const;
  return (
    <div className="flex flex-wrap items-center gap-2">
      <div className="max-w-full overflow-x-auto">
        <ToggleGroup label="Show" value={view} onChange={show} options={views} />
      </div>
      <SearchInput
        label="Search requests by model"
        placeholder="Model"
        hotkey="/"
        value={q}
        onChange={search}
        loading={isLoading}
        className="min-w-40 flex-1 sm:w-52 sm:flex-none"
      />
      {view === "mine" || view === "follow_ups" ? null : (
        <Select
          label="Status"
          options={statusesOf(view)}
          value={status ?? ANY}
          onChange={(value) =>
            narrow({ status: REQUEST_STATUSES.find((one) => one === value) ?? null })
          }
          className="w-36"
        />
      )}
      <Select
        label="Risk"
        options={TIERS}
        value={tier ?? ANY}
        onChange={(value) => narrow({ tier: RISK_TIERS.find((one) => one === value) ?? null })}
        className="w-36"
      />
    </div>
  );
}
