import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { MaintenanceCard } from "@/components/incidents/maintenance-card";
import { RoutesCard } from "@/components/incidents/routes-card";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { PageLinks } from "@/components/workspaces/page-links";
import { SettingsHeading } from "@/components/workspaces/settings-heading";
import { getActor } from "@/lib/access/page-actor";
import { can } from "@/lib/access/permissions";
import { readAlertingChoices } from "@/lib/incidents/queries/choices";
import { listMaintenance } from "@/lib/incidents/queries/maintenance";
import { listRoutes } from "@/lib/incidents/queries/routes";
import { loadPageParams } from "@/lib/workspaces/search-params";

export const metadata: Metadata = { title: "Alerting" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function AlertingPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  const { after } = await loadPageParams(searchParams);
  const [choices, maintenance, routes] = await Promise.all([
    readAlertingChoices(actor),
    listMaintenance(actor, { limit: PAGE_SIZE, pageToken: after ?? undefined }),
    can(actor.role, "alert-route:read") ? listRoutes(actor) : null,
  ]);
  return (
    <>
      <RefreshOnChange topics={["incidents", "webhooks"]} />
      <SettingsHeading title="Alerting">
        Who is told of incidents, and when nobody is. What opens an incident is said on the page of
        each monitor.
      </SettingsHeading>
      {routes ? <RoutesCard routes={routes.items} choices={choices} /> : null}
      <MaintenanceCard windows={maintenance.items} choices={choices} />
      <PageLinks next={maintenance.nextPageToken} />
    </>
  );
}
