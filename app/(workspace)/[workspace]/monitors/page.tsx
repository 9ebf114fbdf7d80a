import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { MonitorList } from "@/components/monitors/monitor-list";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { PageLinks } from "@/components/workspaces/page-links";
import { getActor } from "@/lib/access/page-actor";
import { listMonitorSummaries } from "@/lib/monitors/queries/screens";
import { loadMonitorListParams } from "@/lib/monitors/search-params";

export const metadata: Metadata = { title: "Monitors" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function MonitorsPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  const { after } = await loadMonitorListParams(searchParams);
  const page = await listMonitorSummaries(actor, { limit: 50, pageToken: after ?? undefined });
  return (
    <Page>
      <PageHeader title="Monitors" />
      <PageBody>
        <MonitorList monitors={page.items} />
        <PageLinks next={page.nextPageToken} />
      </PageBody>
    </Page>
  );
}
