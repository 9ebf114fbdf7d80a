import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { csvLine } from "@/lib/core/csv";
import { AppError } from "@/lib/core/errors";
import type { ExportedFile } from "@/lib/core/exported-file";
import { lastKey, toPage } from "@/lib/core/page";
import { encodePageToken } from "@/lib/core/page-token";
import { inTransaction, pool } from "@/lib/db/pool";
import { fingerprintOf, readCheckpoints } from "../checkpoints";
import type { AuditEventDetailDto, AuditEventDto, AuditPage } from "../dto";
import { recordAuditSql } from "../record";
import type { ExportAuditInput, ListAuditInput } from "../schema";
import { sealAudit } from "../seal";
import { type EventRow, findEvents } from "../sql/find-events";

const values = z.record(z.string(), z.json()).nullable().default(null);
const contentSchema = z.object({
  actor: z.string(),
  label: z.string().nullable().default(null),
  details: values,
  before: values,
  after: values,
});
const ERASED = { actor: null, label: null, details: null, before: null, after: null };

function toDto(row: EventRow): AuditEventDto {
  const content = contentSchema.safeParse(row.content);
  return {
    id: row.id,
    at: row.at.toISOString(),
    userId: row.user_id,
    role: row.role,
    credential: row.credential,
    action: row.action,
    subject: row.subject,
    ...(content.success ? content.data : ERASED),
    seq: row.seq,
    hash: row.hash?.toString("hex") ?? null,
    isErased: row.content === null,
  };
}

const KEY = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (\d{1,18})$/;
const keyOf = ({ at, id }: Pick<EventRow, "at" | "id">) => `${at.toISOString()} ${id}`;

/**
 * What happened in the workspace, newest first. A page may hold fewer events than asked for, or none, when those that match
 * are rare: it then says until when it looked, and the next one looks further back.
 */
export async function listAuditEvents(
  actor: Actor,
  { limit, pageToken, ...filter }: ListAuditInput,
): Promise<AuditPage> {
  assertCan(actor, "audit:read");
  const [, at, id] = KEY.exec(lastKey(pageToken, z.string().regex(KEY)) ?? "") ?? [];
  const { rows, stoppedAt } = await findEvents(actor.workspaceId, filter, {
    limit: limit + 1,
    after: at && id ? [at, id] : null,
  });
  if (!stoppedAt) return toPage(rows, limit, keyOf, toDto);
  return {
    items: rows.map(toDto),
    nextPageToken: encodePageToken({ after: keyOf(stoppedAt) }),
    lookedUntil: stoppedAt.at.toISOString(),
  };
}

/** One event, with its link to the one before it and the first checkpoint that covers it. */
export async function getAuditEvent(
  actor: Actor,
  { eventId }: { eventId: number },
): Promise<AuditEventDetailDto> {
  assertCan(actor, "audit:read");
  const { rows } = await pool().query<EventRow & { prev_hash: Buffer | null }>(
    `SELECT e.id, e.at, e.user_id, e.role, e.credential, e.action, e.subject, p.content, c.seq, c.hash, c.prev_hash
     FROM audit_events e LEFT JOIN audit_payloads p ON p.event_id = e.id
       LEFT JOIN audit_chain c ON c.event_id = e.id
     WHERE e.workspace_id = $1 AND e.id = $2`,
    [actor.workspaceId, eventId],
  );
  const [row] = rows;
  if (!row) throw new AppError("NOT_FOUND", `There is no audit event ${eventId} here.`);
  const covering =
    row.seq === null ? [] : await readCheckpoints(pool(), { after: row.seq - 1, limit: 1 });
  const [checkpoint] = covering;
  return {
    ...toDto(row),
    prevHash: row.prev_hash?.toString("hex") ?? null,
    checkpoint: checkpoint
      ? { seq: checkpoint.seq, at: checkpoint.at, key: fingerprintOf(checkpoint) }
      : null,
  };
}

const EXPORT_PAGE = 500;
const HEADINGS = [
  "seq",
  "id",
  "at",
  "actor",
  "user_id",
  "role",
  "credential",
  "action",
  "subject",
  "label",
  "before",
  "after",
  "details",
  "hash",
] as const;
const json = (value: unknown) => (value === null ? null : JSON.stringify(value));

function toCsv(event: AuditEventDto): string {
  const { seq, id, at, actor, userId, role, credential, action, subject, label, hash } = event;
  const { before, after, details } = event;
  return csvLine([
    ...[seq, id, at, actor, userId, role, credential, action, subject, label],
    ...[json(before), json(after), json(details), hash],
  ]);
}

/**
 * Every event that matches, newest first, as a file: each with its place in the chain and its hash. Who took it away, and
 * what was asked for, is on record before the first line leaves.
 */
export async function exportAudit(
  actor: Actor,
  { format, ...filter }: ExportAuditInput,
): Promise<ExportedFile> {
  assertCan(actor, "audit:read");
  await inTransaction((tx) =>
    recordAuditSql(tx, actor, {
      action: "audit.exported",
      subject: "audit trail",
      details: { format, ...filter },
    }),
  );
  await sealAudit();
  return {
    name: `audit-${actor.workspaceSlug}-${new Date().toISOString().slice(0, 10)}.${format}`,
    type: format === "csv" ? "text/csv" : "application/json",
    chunks: auditChunks(actor, { format, ...filter }),
  };
}

async function* auditChunks(actor: Actor, { format, ...filter }: ExportAuditInput) {
  let text = format === "csv" ? csvLine(HEADINGS) : "[";
  let separator = "\n";
  let pageToken: string | undefined;
  do {
    const page = await listAuditEvents(actor, { ...filter, limit: EXPORT_PAGE, pageToken });
    for (const event of page.items) {
      text += format === "csv" ? toCsv(event) : separator + JSON.stringify(event);
      separator = ",\n";
    }
    if (text !== "") yield text;
    text = "";
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  if (format === "json") yield "\n]\n";
}
