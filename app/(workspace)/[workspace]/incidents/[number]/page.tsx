import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { cache } from "react";
import { IncidentPage } from "@/components/incidents/incident-page";
import type { Actor } from "@/lib/access/actor";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { can } from "@/lib/access/permissions";
import { listBackends } from "@/lib/compute/queries/backends";
import { getDeployment } from "@/lib/deployments/queries/deployments";
import type { IncidentDto } from "@/lib/incidents/dto/incidents";
import { proposeTraining, readIncidentActs } from "@/lib/incidents/queries/acts";
import { listCauses } from "@/lib/incidents/queries/causes";
import { listChanges } from "@/lib/incidents/queries/changes";
import { getIncident, listIncidentEvents } from "@/lib/incidents/queries/incidents";
import { incidentInput } from "@/lib/incidents/schema/incidents";
import { loadIncidentParams } from "@/lib/incidents/search-params";
import { listMembers } from "@/lib/workspaces/queries/members";

const PAGE_SIZE = 50;
const MEMBERS = 200;

interface Props {
  params: Promise<{ workspace: string; number: string }>;
  searchParams: Promise<SearchParams>;
}

/** Once a request, though the title and the page both want it. */
const readIncident = cache(async (workspace: string, number: string) => {
  const parsed = incidentInput.safeParse({ incident: number });
  if (!parsed.success) notFound();
  return orNotFound(getIncident(await getActor(workspace), parsed.data));
});

/** Who can own it, for those who may say so. */
async function readMembers(actor: Actor) {
  if (!can(actor.role, "incident:write")) return { members: [], hasMoreMembers: false };
  const { items, nextPageToken } = await listMembers(actor, { limit: MEMBERS, search: "" });
  const members = items
    .filter(({ isDisabled }) => !isDisabled)
    .map(({ userId, name, email }) => ({ userId, name, email }));
  return { members, hasMoreMembers: nextPageToken !== undefined };
}

/** What is done, and can be, about the incident of a deployment that is there. */
async function readDoing(actor: Actor, { number, deployment, isDeploymentDeleted }: IncidentDto) {
  if (deployment === null || isDeploymentDeleted) return null;
  const incident = { incident: number };
  const [acts, proposal, backends] = await Promise.all([
    readIncidentActs(actor, incident),
    proposeTraining(actor, incident),
    listBackends(actor),
  ]);
  return { acts, proposal, backends };
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, number } = await params;
  const incident = await readIncident(workspace, number);
  return { title: `Incident ${incident.number}: ${incident.title}` };
}

export default async function IncidentRoute({ params, searchParams }: Props) {
  const { workspace, number } = await params;
  const incident = await readIncident(workspace, number);
  const { after } = await loadIncidentParams(searchParams);
  const actor = await getActor(workspace);
  const [events, deployment, members, doing, changes, causes] = await orNotFound(
    Promise.all([
      listIncidentEvents(actor, {
        incident: incident.number,
        limit: PAGE_SIZE,
        pageToken: after ?? undefined,
      }),
      incident.isDeploymentDeleted || incident.deployment === null
        ? null
        : getDeployment(actor, { deployment: incident.deployment }),
      readMembers(actor),
      readDoing(actor, incident),
      listChanges(actor, { incident: incident.number }),
      listCauses(actor, { incident: incident.number }),
    ]),
  );
  return (
    <IncidentPage
      incident={incident}
      deployment={deployment}
      events={events.items}
      next={events.nextPageToken}
      doing={doing}
      changes={changes}
      causes={causes}
      {...members}
    />
  );
}
