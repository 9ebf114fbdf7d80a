"use client";
import { Briefcase } from "lucide-react";
import { DownloadLink } from "@/components/runs/artifacts/download-link";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { useRowKeys } from "@/components/ui/use-row-keys";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { PortfolioDto } from "@/lib/portfolio/dto/portfolio";
import { PortfolioHeadings, PortfolioRow } from "./portfolio-row";
import { PortfolioToolbar, usePortfolioFilters } from "./portfolio-toolbar";

function NothingYet({ environments }: { environments: readonly string[] }) {
  const { slug } = useWorkspace();
  return (
    <EmptyState
      icon={<Briefcase />}
      title="Nothing is in production yet"
      action={
        <>
          <LinkButton href={routes.models(slug)} variant="primary">
            Choose a model version
          </LinkButton>
          <LinkButton href={routes.deployments(slug)}>Go to deployments</LinkButton>
        </>
      }
    >
      {environments.length === 0
        ? "This workspace has no environment."
        : `Every deployment in ${environments.join(", ")} stands here. Ask for the approval of a version for it on the version’s page, then deploy it there.`}
    </EmptyState>
  );
}

/** Every deployment in production, the worst first. */
export function PortfolioList({ portfolio }: { portfolio: PortfolioDto }) {
  const { slug } = useWorkspace();
  const { items, owners, total, environments, summary } = portfolio;
  const state = usePortfolioFilters();
  const { environment, owner, risk, health, search, sort, asc } = state.filters;
  const list = useRowKeys({ group: "Portfolio", noun: "deployment" });
  if (summary.deployments === 0 && !state.isFiltered)
    return (
      <Card>
        <NothingYet environments={environments} />
      </Card>
    );
  const file = routes.portfolioFile(slug, {
    environment: environment ?? undefined,
    owner: owner ?? undefined,
    risk: risk ?? undefined,
    health: health ?? undefined,
    search,
    sort,
    isAscending: asc === null ? undefined : String(asc),
  });
  return (
    <section aria-label="Portfolio" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <PortfolioToolbar owners={owners} state={state} />
      <Card className="@container">
        {items.length === 0 ? (
          <EmptyState
            icon={<Briefcase />}
            title="No such deployments"
            action={<Button onClick={state.showAll}>Show all of production</Button>}
          >
            Others are hidden by the filters.
          </EmptyState>
        ) : (
          <>
            <PortfolioHeadings />
            <ul ref={list} className="divide-y divide-line">
              {items.map((item) => (
                <PortfolioRow key={item.deployment} workspace={slug} item={item} />
              ))}
            </ul>
          </>
        )}
      </Card>
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 text-muted text-xs">
        <p>
          {formatPlural(total, "deployment")}. Traffic, errors and p99 of the last seven days of
          UTC.
        </p>
        <DownloadLink href={file} />
      </div>
    </section>
  );
}
