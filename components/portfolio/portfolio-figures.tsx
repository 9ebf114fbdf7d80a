"use client";
import type { ReactNode } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Link } from "@/components/ui/link";
import {
  formatCount,
  formatDuration,
  formatPercent,
  formatPlural,
  NO_VALUE,
} from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { PortfolioSummaryDto } from "@/lib/portfolio/dto/portfolio";
import { PORTFOLIO_HEALTHS } from "@/lib/portfolio/schema";
import { HEALTH_LOOKS } from "./portfolio-health";

interface Figure {
  term: string;
  value: ReactNode;
  detail: string;
}

const SERVED = "serving";
const link = "text-accent-fg hover:underline";
const timeOf = (ms: number | null) => (ms === null ? NO_VALUE : formatDuration(ms));

/** What is wrong, in words: "1 down, 2 degraded". */
const othersOf = ({ healths }: PortfolioSummaryDto) =>
  PORTFOLIO_HEALTHS.filter((health) => health !== SERVED && healths[health] > 0)
    .map((health) => `${healths[health]} ${HEALTH_LOOKS[health].label.toLowerCase()}`)
    .join(", ");

function figuresOf(workspace: string, summary: PortfolioSummaryDto): Figure[] {
  const { models, deployments, healthyShare, incidents, approvalsWaiting } = summary;
  const figures: Figure[] = [
    {
      term: "Models in production",
      value: formatCount(models),
      detail: `in ${formatPlural(deployments, "deployment")}`,
    },
    {
      term: "Serving as they should",
      value: healthyShare === null ? NO_VALUE : formatPercent(healthyShare, 0),
      detail: othersOf(summary) || "nothing is known against any",
    },
  ];
  if (incidents)
    figures.push(
      {
        term: "Open incidents",
        value: (
          <Link href={routes.incidents(workspace)} className={link}>
            {formatCount(incidents.open)}
          </Link>
        ),
        detail: incidents.critical === 0 ? "none is critical" : `${incidents.critical} critical`,
      },
      {
        term: "Mean time to acknowledge",
        value: timeOf(incidents.meanAcknowledgeMs),
        detail: "of the last 30 days",
      },
      {
        term: "Mean time to resolve",
        value: timeOf(incidents.meanResolveMs),
        detail: "of the last 30 days",
      },
    );
  if (approvalsWaiting !== null)
    figures.push({
      term: "Approvals waiting",
      value: (
        <Link href={routes.approvals(workspace)} className={link}>
          {formatCount(approvalsWaiting)}
        </Link>
      ),
      detail: "in the whole workspace",
    });
  return figures;
}

/** What all of production comes to, in figures. */
export function PortfolioFigures({ summary }: { summary: PortfolioSummaryDto }) {
  const { slug } = useWorkspace();
  return (
    <dl className="grid grid-cols-2 gap-4 p-4 sm:grid-cols-3 xl:grid-cols-6">
      {figuresOf(slug, summary).map(({ term, value, detail }) => (
        <div key={term} className="flex min-w-0 flex-col">
          <dt className="text-muted text-xs">{term}</dt>
          <dd className="font-semibold text-xl tabular-nums">{value}</dd>
          <dd className="text-muted text-xs">{detail}</dd>
        </div>
      ))}
    </dl>
  );
}
