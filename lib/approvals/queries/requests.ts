import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { can } from "@/lib/access/permissions";
import { lastKey, type Page, type PageInput, toPage } from "@/lib/core/page";
import { db } from "@/lib/db/client";
import {
  toComments,
  toDelegates,
  toDelegations,
  toGateResult,
  toSigners,
  toVotes,
} from "../dto/request-parts";
import { toRequestDto } from "../dto/requests";
import type { ApprovalEventDto, ApprovalRequestDetailDto, ApprovalRequestDto } from "../dto/shapes";
import { statementOf } from "../rules/statements";
import { planOf, targetOf } from "../rules/stored";
import { describeEvent } from "../rules/timeline";
import type { ListRequestsInput } from "../schema/requests";
import { loadElection, loadElections } from "../sql/elections";
import { readDocument } from "../sql/policies";
import { requestNotFound } from "../sql/requests";
import { getSigningNeed } from "./signing";

const OLDEST_FIRST: ReadonlySet<string> = new Set(["mine", "open", "follow_ups"]);

/** What is still owed: the follow-up of an emergency, or another look at what has lapsed. */
const OWED = [
  { followUp: { closedAt: null } },
  { status: "promoted", lapsedAt: { not: null }, reapprovalDueAt: { not: null } },
];

/** Waiting requests that are looked at for one page of those that wait for somebody. */
const MAX_LOOKED_AT = 1_000;
const BATCH = 100;

function whereOf(actor: Actor, input: ListRequestsInput) {
  const { view, model, search, status, riskTier } = input;
  const open = { in: ["pending", "approved"] };
  return {
    workspaceId: actor.workspaceId,
    ...(model === undefined ? {} : { modelName: model }),
    ...(search ? { modelName: { contains: search, mode: "insensitive" as const } } : {}),
    ...(riskTier === undefined ? {} : { riskTier }),
    ...(view === "follow_ups" ? { OR: OWED } : {}),
    ...(view === "mine" ? { status: "pending" } : {}),
    ...(view === "open" ? { status: open } : {}),
    ...(view === "decided" ? { NOT: { status: open } } : {}),
    ...(view === "requested" ? { requestedById: actor.userId } : {}),
    ...(status === undefined ? {} : { status }),
  };
}

interface Batch {
  /** Number of the request that it begins behind, in its order. */
  after: number | undefined;
  take: number;
  isAscending: boolean;
}

async function readBatch(
  actor: Actor,
  input: ListRequestsInput,
  { after, take, isAscending }: Batch,
): Promise<ApprovalRequestDto[]> {
  const rows = await db().approvalRequest.findMany({
    where: {
      ...whereOf(actor, input),
      ...(after === undefined ? {} : { number: isAscending ? { gt: after } : { lt: after } }),
    },
    orderBy: { number: isAscending ? "asc" : "desc" },
    select: { id: true },
    take,
  });
  const ids = rows.map(({ id }) => id);
  const elections = await loadElections(db(), actor.workspaceId, ids);
  return ids.flatMap((id) => {
    const loaded = elections.get(id);
    return loaded ? [toRequestDto(loaded, actor.userId)] : [];
  });
}

/** One more than asked for, when there are more. */
async function readMine(
  actor: Actor,
  input: ListRequestsInput,
  { take, isAscending, ...from }: Batch,
): Promise<ApprovalRequestDto[]> {
  const found: ApprovalRequestDto[] = [];
  let { after } = from;
  for (let looked = 0; looked < MAX_LOOKED_AT; looked += take) {
    const batch = await readBatch(actor, input, { after, take, isAscending });
    found.push(...batch.filter(({ eligibility }) => eligibility.isAwaited));
    after = batch.at(-1)?.number;
    if (batch.length < take || found.length > input.limit) break;
  }
  return found.slice(0, input.limit + 1);
}

/** Approval requests: those that wait oldest first, everything else newest first. */
export async function listRequests(
  actor: Actor,
  input: ListRequestsInput,
): Promise<Page<ApprovalRequestDto>> {
  assertCan(actor, "approval:read");
  const after = lastKey(input.pageToken, z.coerce.number().int());
  const isAscending = OLDEST_FIRST.has(input.view);
  const rows =
    input.view === "mine"
      ? await readMine(actor, input, { after, take: BATCH, isAscending })
      : await readBatch(actor, input, { after, take: input.limit + 1, isAscending });
  return toPage(
    rows,
    input.limit,
    ({ number }) => String(number),
    (row) => row,
  );
}

/** How many requests wait for the asker, up to a hundred: for a mark in the navigation. */
export async function countMyRequests(actor: Actor): Promise<number> {
  assertCan(actor, "approval:read");
  if (!can(actor.role, "approval:vote")) return 0;
  const all = { after: undefined, take: BATCH, isAscending: true };
  return (await readMine(actor, { view: "mine", limit: 100 }, all)).length;
}

/** Number of the nearest request that waits before or after one. */
export async function findWaiting(
  actor: Actor,
  { view, before, after }: { view: "mine" | "open"; before?: number; after?: number },
): Promise<number | null> {
  assertCan(actor, "approval:read");
  const read = view === "mine" ? readMine : readBatch;
  const [nearest] = await read(
    actor,
    { view, limit: 1 },
    { after: before ?? after, take: view === "mine" ? 10 : 1, isAscending: before === undefined },
  );
  return nearest?.number ?? null;
}

async function findId(actor: Actor, number: number): Promise<string> {
  const row = await db().approvalRequest.findUnique({
    where: { workspaceId_number: { workspaceId: actor.workspaceId, number } },
    select: { id: true },
  });
  if (!row) throw requestNotFound(number);
  return row.id;
}

/** Everything about one request. */
export async function getRequest(
  actor: Actor,
  { number }: { number: number },
): Promise<ApprovalRequestDetailDto> {
  assertCan(actor, "approval:read");
  const id = await findId(actor, number);
  const { workspaceId } = actor;
  const loaded = await loadElection(db(), workspaceId, id);
  const { row, gates } = loaded;
  const [model, evidence] = await Promise.all([
    db().registeredModel.findFirst({ where: { id: row.modelId, workspaceId } }),
    db().approvalEvidence.findFirst({
      where: { requestId: id, workspaceId, revision: row.revision },
    }),
  ]);
  const summary = toRequestDto(loaded, actor.userId);
  const isOpen = row.status === "pending" || row.status === "approved";
  const isRequester = row.requestedById === actor.userId;
  const { policyVersion } = row;
  const document = readDocument(policyVersion.document);
  const awaitsApplying =
    row.status === "approved" &&
    document.isAppliedByHand &&
    (row.scheduledFor === null || row.scheduledFor <= new Date());
  const statement = (decision: Parameters<typeof statementOf>[0]) =>
    statementOf(decision, {
      ...summary,
      target: targetOf(row),
      revision: row.revision,
      validUntil: null,
    });
  return {
    ...summary,
    riskReason: model?.riskReason ?? "",
    lineage: {
      version: `model-version:${row.versionId}`,
      target:
        row.targetKind === "environment"
          ? null
          : `placement:${row.modelId}/${row.targetKind}/${row.targetValue}`,
    },
    note: row.note,
    ticketUrl: row.ticketUrl,
    plan: planOf(row),
    emergencyReason: row.emergencyReason,
    policy: {
      policyId: policyVersion.policy.id,
      name: policyVersion.policy.name,
      number: policyVersion.number,
      versionId: policyVersion.id,
      document,
      publishedAt: policyVersion.publishedAt?.toISOString() ?? null,
    },
    evidence: {
      revision: row.revision,
      hash: row.evidenceHash,
      bundle: Object.fromEntries(Object.entries(evidence?.bundle ?? {})),
      changes: evidence?.changes ?? [],
      createdAt: (evidence?.createdAt ?? row.createdAt).toISOString(),
    },
    signers: toSigners(loaded),
    votes: toVotes(loaded),
    comments: toComments(loaded),
    delegations: toDelegations(loaded),
    gateResults: gates.map(toGateResult),
    delegates: toDelegates(loaded, actor.userId),
    signing: await getSigningNeed(actor),
    statements: {
      approve: statement("approve"),
      request_changes: statement("request_changes"),
      reject: statement("reject"),
    },
    awaitsApplying,
    mayApply: awaitsApplying && can(actor.role, "approval:apply"),
    mayWithdraw:
      isOpen && (isRequester || actor.role === "admin") && can(actor.role, "approval:request"),
    mayRevise: isOpen && isRequester && can(actor.role, "approval:request"),
  };
}

/** What happened to a request, oldest first. */
export async function listRequestEvents(
  actor: Actor,
  { number, limit, pageToken }: PageInput & { number: number },
): Promise<Page<ApprovalEventDto>> {
  assertCan(actor, "approval:read");
  const requestId = await findId(actor, number);
  const after = lastKey(pageToken, z.coerce.bigint());
  const rows = await db().approvalEvent.findMany({
    where: {
      requestId,
      workspaceId: actor.workspaceId,
      ...(after === undefined ? {} : { id: { gt: after } }),
    },
    orderBy: { id: "asc" },
    take: limit + 1,
  });
  return toPage(
    rows,
    limit,
    ({ id }) => String(id),
    ({ id, at, actor: by, kind, details }) => {
      const known = Object.fromEntries(Object.entries(details ?? {}));
      return {
        id: String(id),
        at: at.toISOString(),
        actor: by,
        kind,
        text: describeEvent(kind, known),
        details: known,
      };
    },
  );
}
