import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { RequestList } from "@/components/approvals/request-list";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { PageLinks } from "@/components/workspaces/page-links";
import { getActor } from "@/lib/access/page-actor";
import { listRequests } from "@/lib/approvals/queries/requests";
import { getWaiting } from "@/lib/approvals/queries/waiting";
import { loadRequestListParams } from "@/lib/approvals/search-params";

export const metadata: Metadata = { title: "Approvals" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function ApprovalsPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  const { view, q, status, tier, after } = await loadRequestListParams(searchParams);
  const [page, waiting] = await Promise.all([
    listRequests(actor, {
      view,
      search: q,
      status: status ?? undefined,
      riskTier: tier ?? undefined,
      limit: PAGE_SIZE,
      pageToken: after ?? undefined,
    }),
    getWaiting(actor),
  ]);
  return (
    <Page>
      <PageHeader title="Approvals" />
      <PageBody>
        <RequestList requests={page.items} waiting={waiting} />
        <PageLinks next={page.nextPageToken} />
      </PageBody>
    </Page>
  );
}
