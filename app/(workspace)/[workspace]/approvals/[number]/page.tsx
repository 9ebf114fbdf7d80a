import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { RequestCard } from "@/components/approvals/request-card";
import { RequestChanges } from "@/components/approvals/request-changes";
import { RequestDiscussion } from "@/components/approvals/request-discussion";
import { RequestEvaluation } from "@/components/approvals/request-evaluation";
import { RequestEvidence } from "@/components/approvals/request-evidence";
import { RequestGates } from "@/components/approvals/request-gates";
import { RequestLineage } from "@/components/approvals/request-lineage";
import { RequestMetrics } from "@/components/approvals/request-metrics";
import { RequestNoBase } from "@/components/approvals/request-no-base";
import { RequestPage } from "@/components/approvals/request-page";
import { RequestPlan } from "@/components/approvals/request-plan";
import { RequestProof } from "@/components/approvals/request-proof";
import { RequestService } from "@/components/approvals/request-service";
import { RequestTimeline } from "@/components/approvals/request-timeline";
import type { Actor } from "@/lib/access/actor";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { getEvaluation } from "@/lib/approvals/queries/evaluation";
import { getInboxNeighbours } from "@/lib/approvals/queries/inbox-neighbours";
import { getRequestCard } from "@/lib/approvals/queries/request-card";
import { getRequest, listRequestEvents } from "@/lib/approvals/queries/requests";
import { listRevisions } from "@/lib/approvals/queries/revisions";
import { getRollbackTarget } from "@/lib/approvals/queries/rollback-target";
import { requestInput } from "@/lib/approvals/schema/requests";
import { loadRequestPageParams } from "@/lib/approvals/search-params";
import { orNull } from "@/lib/core/errors";
import type { ServiceDto } from "@/lib/deployments/dto/rollouts";
import { readService } from "@/lib/deployments/queries/service";
import { getLineage } from "@/lib/lineage/queries/graph";
import { lineageInput } from "@/lib/lineage/schema";
import { compareVersions } from "@/lib/models/queries/compare-versions";

export const metadata: Metadata = { title: "Approval request" };

const EVENTS = 50;
const REVISIONS = 20;

interface Props {
  params: Promise<{ workspace: string; number: string }>;
  searchParams: Promise<SearchParams>;
}

interface Asked {
  actor: Actor;
  request: ApprovalRequestDetailDto;
}

/** The candidate against what is at the target; null when there is nothing to compare, or one of them is gone. */
async function compare({ actor, request }: Asked) {
  const { number, modelName: name, version } = request;
  const rollback = await getRollbackTarget(actor, { number });
  const base = rollback.version;
  const comparison =
    base === null
      ? null
      : await orNull(
          compareVersions(actor, { name, version: String(version), with: String(base) }),
        );
  return { rollback, comparison };
}

/** What serves the model in the environment that is asked for, with the newest rollout of this version. */
async function serviceOf({ actor, request }: Asked): Promise<ServiceDto[]> {
  const { target, modelName: model, version } = request;
  if (target.kind !== "environment") return [];
  const deployment = request.deployment?.id ?? null;
  return readService(actor, { environment: target.value, model, version, deployment });
}

async function Review({ actor, request }: Asked) {
  const { version, target } = request.lineage;
  const around = lineageInput.parse({ node: version, depth: 4 });
  const [{ rollback, comparison }, service, graph, downstream] = await Promise.all([
    compare({ actor, request }),
    orNull(serviceOf({ actor, request })),
    orNull(getLineage(actor, around)),
    target === null
      ? null
      : orNull(
          getLineage(
            actor,
            lineageInput.parse({ node: target, depth: 3, directions: ["downstream"] }),
          ),
        ),
  ]);
  return (
    <>
      <RequestGates request={request} />
      {comparison ? (
        <RequestMetrics comparison={comparison} />
      ) : (
        <RequestNoBase workspace={actor.workspaceSlug} request={request} base={rollback.version} />
      )}
      <RequestPlan workspace={actor.workspaceSlug} request={request} rollback={rollback} />
      {service && (service.length > 0 || request.deployment) ? (
        <RequestService
          workspace={actor.workspaceSlug}
          request={request}
          items={service}
          now={Date.now()}
        />
      ) : null}
      <RequestLineage request={request} graph={graph} downstream={downstream} />
    </>
  );
}

async function Changes({ actor, request }: Asked) {
  const { rollback, comparison } = await compare({ actor, request });
  return comparison ? (
    <RequestChanges comparison={comparison} />
  ) : (
    <RequestNoBase workspace={actor.workspaceSlug} request={request} base={rollback.version} />
  );
}

async function Evaluation({ actor, request }: Asked) {
  const evaluation = await getEvaluation(actor, { number: request.number });
  return <RequestEvaluation request={request} evaluation={evaluation} />;
}

async function ModelCard({ actor, request }: Asked) {
  return <RequestCard {...(await getRequestCard(actor, { number: request.number }))} />;
}

async function History({ actor, request, after }: Asked & { after: string | null }) {
  const { number } = request;
  const [events, revisions] = await Promise.all([
    listRequestEvents(actor, { number, limit: EVENTS, pageToken: after ?? undefined }),
    listRevisions(actor, { number, limit: REVISIONS }),
  ]);
  return (
    <>
      <RequestProof number={number} />
      <RequestTimeline events={events.items} next={events.nextPageToken} />
      <RequestEvidence revisions={revisions.items} />
    </>
  );
}

export default async function ApprovalPage({ params, searchParams }: Props) {
  const { workspace, number } = await params;
  const actor = await getActor(workspace);
  const parsed = requestInput.safeParse({ number });
  if (!parsed.success) notFound();
  const { tab, after } = await loadRequestPageParams(searchParams);
  const [request, neighbours] = await orNotFound(
    Promise.all([getRequest(actor, parsed.data), getInboxNeighbours(actor, parsed.data)]),
  );
  const asked = { actor, request };
  return (
    <RequestPage request={request} neighbours={neighbours} tab={tab}>
      {tab === "review" ? <Review {...asked} /> : null}
      {tab === "changes" ? <Changes {...asked} /> : null}
      {tab === "evaluation" ? <Evaluation {...asked} /> : null}
      {tab === "card" ? <ModelCard {...asked} /> : null}
      {tab === "discussion" ? <RequestDiscussion request={request} /> : null}
      {tab === "history" ? <History {...asked} after={after} /> : null}
    </RequestPage>
  );
}
