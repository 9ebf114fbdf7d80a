import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { cache } from "react";
import { DeploymentPage } from "@/components/deployments/deployment-page";
import type { Actor } from "@/lib/access/actor";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";
import { listAbTests, listOutcomeMetrics } from "@/lib/deployments/queries/ab-tests";
import {
  getDeployment,
  listRevisions,
  listTrafficChanges,
} from "@/lib/deployments/queries/deployments";
import { listRollouts } from "@/lib/deployments/queries/rollouts";
import { watchTraffic } from "@/lib/deployments/queries/traffic";
import { deploymentInput } from "@/lib/deployments/schema/deployments";
import { loadDeploymentPageParams } from "@/lib/deployments/search-params";
import { describeInput } from "@/lib/gateway/queries/playground";
import { findUnresolvedIncident } from "@/lib/incidents/queries/incidents";
import { listResponses } from "@/lib/incidents/queries/responses";
import { listMonitorSummaries } from "@/lib/monitors/queries/screens";

const PAGE_SIZE = 50;
const ROLLOUTS_SIZE = 5;

interface Props {
  params: Promise<{ workspace: string; name: string }>;
  searchParams: Promise<SearchParams>;
}

/** Once a request, though the title and the page both want it. */
const readDeployment = cache(async (workspace: string, name: string) => {
  const parsed = deploymentInput.safeParse({ deployment: name });
  if (!parsed.success) notFound();
  return orNotFound(getDeployment(await getActor(workspace), parsed.data));
});

/** Of a revision that answers, or of the one that answers the most: an address may name one that does not any more. */
function readInput(actor: Actor, { name, serves }: DeploymentDto, revision: number | null) {
  const isThere = serves.some(({ number }) => number === revision);
  return describeInput(actor, {
    deployment: name,
    revision: isThere && revision !== null ? revision : undefined,
  });
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, name } = await params;
  return { title: (await readDeployment(workspace, name)).name };
}

/** What is asked of it, who watches it, and what it does by itself, for the tabs that show it. */
async function readWatched(
  actor: Actor,
  page: { deployment: string; limit: number },
  { tab, range }: Pick<Awaited<ReturnType<typeof loadDeploymentPageParams>>, "tab" | "range">,
) {
  const { deployment } = page;
  if (tab !== "traffic" && tab !== "rollouts")
    return { traffic: null, monitors: [], responses: [] };
  const [traffic, monitors, responses] = await Promise.all([
    tab === "traffic" ? watchTraffic(actor, { deployment, range }) : null,
    listMonitorSummaries(actor, page),
    listResponses(actor, { deployment }),
  ]);
  return { traffic, monitors: monitors.items, responses: responses.items };
}

export default async function DeploymentRoute({ params, searchParams }: Props) {
  const { workspace, name } = await params;
  const deployment = await readDeployment(workspace, name);
  const { tab, after, range, revision } = await loadDeploymentPageParams(searchParams);
  const actor = await getActor(workspace);
  const page = { deployment: deployment.name, limit: PAGE_SIZE };
  const placed = { ...page, pageToken: after ?? undefined };
  const [revisions, incident, changes, rollouts, tests, metrics, watched, input] = await orNotFound(
    Promise.all([
      listRevisions(actor, tab === "revisions" ? placed : page),
      findUnresolvedIncident(actor, { deployment: deployment.name }),
      tab === "history" ? listTrafficChanges(actor, placed) : null,
      tab === "rollouts" ? listRollouts(actor, { ...placed, limit: ROLLOUTS_SIZE }) : null,
      tab === "tests" ? listAbTests(actor, { ...placed, limit: ROLLOUTS_SIZE }) : null,
      tab === "tests" ? listOutcomeMetrics(actor, { deployment: deployment.name }) : null,
      readWatched(actor, page, { tab, range }),
      tab === "playground" ? readInput(actor, deployment, revision) : null,
    ]),
  );
  return (
    <DeploymentPage
      deployment={deployment}
      incident={incident}
      revisions={revisions.items}
      changes={changes?.items ?? []}
      rollouts={rollouts?.items ?? []}
      tests={tests?.items ?? []}
      metrics={metrics ?? []}
      next={(changes ?? rollouts ?? tests ?? revisions).nextPageToken}
      {...watched}
      input={input}
      range={range}
      now={Date.now()}
      tab={tab}
    />
  );
}
