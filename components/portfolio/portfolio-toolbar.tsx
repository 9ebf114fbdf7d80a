"use client";
import { useQueryStates } from "nuqs";
import { useTransition } from "react";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { Sorting } from "@/components/ui/sorting";
import { useTypedSearch } from "@/components/ui/use-typed-search";
import { RISK_TIERS } from "@/lib/models/schema";
import type { PortfolioDto } from "@/lib/portfolio/dto/portfolio";
import { risesUsually } from "@/lib/portfolio/rules/order";
import { PORTFOLIO_HEALTHS, type PortfolioSort } from "@/lib/portfolio/schema";
import { portfolioParams } from "@/lib/portfolio/search-params";
import { HEALTH_LOOKS } from "./portfolio-health";

const ANY = "any";

const SORTS: readonly { value: PortfolioSort; label: string }[] = [
  { value: "health", label: "By health" },
  { value: "name", label: "By name" },
  { value: "owner", label: "By owner" },
  { value: "risk", label: "By risk" },
  { value: "requests", label: "By requests" },
  { value: "errors", label: "By error rate" },
  { value: "p99", label: "By p99" },
  { value: "incidents", label: "By incidents" },
];

const HEALTHS = [
  { value: ANY, label: "Any health" },
  ...PORTFOLIO_HEALTHS.map((value) => ({ value, label: HEALTH_LOOKS[value].label })),
];

const RISKS = [
  { value: ANY, label: "Any risk" },
  ...[...RISK_TIERS]
    .reverse()
    .map((value) => ({ value, label: value.replace(/^./, (first) => first.toUpperCase()) })),
];

/** What is shown of a portfolio, in the address of its page. */
export function usePortfolioFilters() {
  const [isLoading, startTransition] = useTransition();
  const [filters, set] = useQueryStates(portfolioParams, {
    shallow: false,
    history: "push",
    startTransition,
  });
  const { search, owner, risk, health, environment } = filters;
  const isFiltered = search !== "" || [owner, risk, health, environment].some(Boolean);
  const showAll = () =>
    void set({ search: "", owner: null, risk: null, health: null, environment: null, after: null });
  return { filters, set, isLoading, isFiltered, showAll };
}

type Filters = ReturnType<typeof usePortfolioFilters>;

/** Narrows, searches and sorts a portfolio. */
export function PortfolioToolbar({
  owners,
  state: { filters, set, isLoading },
}: {
  owners: PortfolioDto["owners"];
  state: Filters;
}) {
  const [text, setText] = useTypedSearch(
    filters.search,
    (search) => void set({ search, after: null }),
  );
  const ownerOptions = [
    { value: ANY, label: "Any owner" },
    ...owners.map(({ email, name }) => ({ value: email, label: name })),
  ];
  return (
    <div className="flex flex-wrap items-center gap-2">
      <SearchInput
        label="Search the portfolio"
        placeholder="Deployment or model…"
        value={text}
        onChange={setText}
        hotkey="/"
        loading={isLoading}
        className="w-full sm:w-56"
      />
      <Select
        label="Health"
        options={HEALTHS}
        value={filters.health ?? ANY}
        onChange={(value) =>
          void set({
            health: PORTFOLIO_HEALTHS.find((one) => one === value) ?? null,
            after: null,
          })
        }
        className="w-32"
      />
      <Select
        label="Risk"
        options={RISKS}
        value={filters.risk ?? ANY}
        onChange={(value) =>
          void set({ risk: RISK_TIERS.find((one) => one === value) ?? null, after: null })
        }
        className="w-28"
      />
      <Select
        label="Owner"
        options={ownerOptions}
        value={filters.owner ?? ANY}
        onChange={(value) => void set({ owner: value === ANY ? null : value, after: null })}
        className="w-40"
      />
      <Sorting
        options={SORTS}
        sort={filters.sort}
        isAscending={filters.asc}
        risesUsually={risesUsually}
        onChange={(sort, asc) => void set({ sort, asc, after: null })}
      />
    </div>
  );
}
