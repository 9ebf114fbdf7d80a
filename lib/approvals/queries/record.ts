import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { can } from "@/lib/access/permissions";
import { sealAudit } from "@/lib/audit/seal";
import type { Page } from "@/lib/core/page";
import type { ApprovalRecordDto, AuditedEventDto } from "../dto/trail";
import { readAuditOf } from "../sql/proof";
import { getRequest, listRequestEvents } from "./requests";
import { listRevisions } from "./revisions";

const PAGE = 200;
const MOST = 2_000;

/** The whole of a list, up to what a record holds. */
async function readAll<T>(
  read: (page: { limit: number; pageToken: string | undefined }) => Promise<Page<T>>,
): Promise<{ items: T[]; isTruncated: boolean }> {
  const items: T[] = [];
  let pageToken: string | undefined;
  do {
    const page = await read({ limit: PAGE, pageToken });
    items.push(...page.items);
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined && items.length < MOST);
  return { items, isTruncated: pageToken !== undefined };
}

async function auditedEvents(actor: Actor, number: number): Promise<AuditedEventDto[]> {
  await sealAudit();
  const events = await readAuditOf(actor.workspaceId, `approval request ${number}`);
  return events.map(({ id, at, action, role, seq, hash }) => ({
    id,
    at: at.toISOString(),
    action,
    role,
    seq,
    hash: hash?.toString("hex") ?? null,
  }));
}

/** Everything that is on record of a request, in one document. */
export async function getRecord(
  actor: Actor,
  { number }: { number: number },
): Promise<ApprovalRecordDto> {
  assertCan(actor, "approval:read");
  const request = await getRequest(actor, { number });
  const revisions = await readAll((page) => listRevisions(actor, { number, ...page }));
  const events = await readAll((page) => listRequestEvents(actor, { number, ...page }));
  return {
    format: "slipway.approval-record/1",
    madeAt: new Date().toISOString(),
    workspace: actor.workspaceSlug,
    request,
    revisions: revisions.items,
    events: events.items,
    audit: can(actor.role, "audit:read") ? await auditedEvents(actor, number) : null,
    isTruncated: revisions.isTruncated || events.isTruncated,
  };
}
