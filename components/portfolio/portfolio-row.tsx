import type { ComponentType } from "react";
import { RiskBadge } from "@/components/models/risk-badge";
import { cn } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/core/routes";
import type { PortfolioItemDto } from "@/lib/portfolio/dto/portfolio";
import {
  ApprovalCell,
  DriftCell,
  IncidentsCell,
  PerformanceCell,
  TrafficCell,
} from "./portfolio-cells";
import { PortfolioHealthBadge } from "./portfolio-health";

interface RowProps {
  workspace: string;
  item: PortfolioItemDto;
}

function OwnerCell({ item: { owner, riskTier } }: RowProps) {
  return (
    <span className="grid justify-items-start gap-1">
      <span className="max-w-full truncate text-sm" title={owner?.email}>
        {owner?.name ?? <span className="text-muted">Nobody</span>}
      </span>
      {riskTier === null ? null : <RiskBadge tier={riskTier} />}
    </span>
  );
}

const CELLS: readonly { term: string; Cell: ComponentType<RowProps> }[] = [
  { term: "Owner and risk", Cell: OwnerCell },
  { term: "Traffic", Cell: TrafficCell },
  { term: "Performance", Cell: PerformanceCell },
  { term: "Drift", Cell: DriftCell },
  { term: "Incidents", Cell: IncidentsCell },
  { term: "Last approval", Cell: ApprovalCell },
];

const GRID = "@6xl:grid-cols-[minmax(0,1fr)_8.5rem_11.5rem_7rem_7rem_8rem_8.5rem] @6xl:gap-x-4";

/** What the columns are, where they stand beside each other. */
export function PortfolioHeadings() {
  return (
    <div
      aria-hidden="true"
      className={cn("hidden border-b px-4 py-2 text-muted text-xs @6xl:grid", GRID)}
    >
      <span>Model</span>
      {CELLS.map(({ term }) => (
        <span key={term}>{term}</span>
      ))}
    </div>
  );
}

function What({ workspace, item }: RowProps) {
  const { deployment, environment, model, version, others, health, reason } = item;
  return (
    <div className="grid content-start justify-items-start gap-1">
      <Link
        data-row
        href={routes.deployment(workspace, deployment)}
        className="min-w-0 break-words font-medium text-accent-fg text-sm hover:underline"
      >
        {deployment}
      </Link>
      <p className="min-w-0 break-words text-muted text-xs">
        <Link href={routes.modelVersion(workspace, model, version)} className="hover:underline">
          {model} version {version}
        </Link>
        {others > 0 ? ` and ${others} more` : ""} in {environment}
      </p>
      <PortfolioHealthBadge health={health} />
      {reason === "" ? null : <p className="text-muted text-xs">{reason}</p>}
    </div>
  );
}

/** One deployment: its columns beside each other, or under each other with their names where there is no room. */
export function PortfolioRow({ workspace, item }: RowProps) {
  return (
    <li className={cn("grid gap-3 px-4 py-3 hover:bg-hover", GRID)}>
      <What workspace={workspace} item={item} />
      <dl className="grid grid-cols-2 gap-x-4 gap-y-3 @2xl:grid-cols-3 @6xl:contents">
        {CELLS.map(({ term, Cell }) => (
          <div key={term} className="min-w-0">
            <dt className="mb-0.5 text-muted text-xs @6xl:sr-only">{term}</dt>
            <dd className="min-w-0">
              <Cell workspace={workspace} item={item} />
            </dd>
          </div>
        ))}
      </dl>
    </li>
  );
}
