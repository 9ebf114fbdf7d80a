import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { PortfolioFigures } from "@/components/portfolio/portfolio-figures";
import { PortfolioList } from "@/components/portfolio/portfolio-list";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { Card } from "@/components/ui/card";
import { PageLinks } from "@/components/workspaces/page-links";
import { getActor } from "@/lib/access/page-actor";
import { getPortfolio } from "@/lib/portfolio/queries/portfolio";
import { portfolioInput } from "@/lib/portfolio/schema";
import { loadPortfolioParams } from "@/lib/portfolio/search-params";

export const metadata: Metadata = { title: "Portfolio" };

/** What changes it, under somebody's eyes. */
const TOPICS = ["deployments", "incidents", "monitors", "approvals", "models"];

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function PortfolioPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  const { environment, owner, risk, health, search, sort, asc, after } =
    await loadPortfolioParams(searchParams);
  const fields = portfolioInput.shape;
  const portfolio = await getPortfolio(actor, {
    // What an address says that cannot be a name or an owner narrows nothing.
    environment: fields.environment.catch(undefined).parse(environment ?? undefined),
    owner: fields.owner.catch(undefined).parse(owner ?? undefined),
    search: fields.search.catch(undefined).parse(search),
    risk: risk ?? undefined,
    health: health ?? undefined,
    sort,
    isAscending: asc ?? undefined,
    limit: 50,
    pageToken: after ?? undefined,
  });
  return (
    <Page>
      <RefreshOnChange topics={TOPICS} />
      <PageHeader title="Portfolio" />
      <PageBody>
        <Card aria-label="Summary">
          <PortfolioFigures summary={portfolio.summary} />
        </Card>
        <PortfolioList portfolio={portfolio} />
        <PageLinks next={portfolio.nextPageToken} />
      </PageBody>
    </Page>
  );
}
