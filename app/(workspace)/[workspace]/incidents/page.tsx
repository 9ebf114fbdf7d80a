import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { IncidentList } from "@/components/incidents/incident-list";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { PageLinks } from "@/components/workspaces/page-links";
import { getActor } from "@/lib/access/page-actor";
import { listIncidents } from "@/lib/incidents/queries/incidents";
import { loadIncidentListParams } from "@/lib/incidents/search-params";

export const metadata: Metadata = { title: "Incidents" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function IncidentsPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  const { show, after } = await loadIncidentListParams(searchParams);
  const page = await listIncidents(actor, {
    show,
    limit: PAGE_SIZE,
    pageToken: after ?? undefined,
  });
  return (
    <Page>
      <PageHeader title="Incidents" />
      <PageBody>
        <IncidentList incidents={page.items} />
        <PageLinks next={page.nextPageToken} />
      </PageBody>
    </Page>
  );
}
