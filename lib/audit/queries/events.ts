import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { csvLine } from "@/lib/core/csv";
import { AppError } from "@/lib/core/errors";
import type { ExportedFile } from "@/lib/core/exported-file";
import { lastKey, type Page, toPage } from "@/lib/core/page";
import { inTransaction, pool } from "@/lib/db/pool";
import { kindsWithin } from "../catalog";
import { fingerprintOf, readCheckpoints } from "../checkpoints";
import type { AuditEventDetailDto, AuditEventDto } from "../dto";
import { recordAuditSql } from "../record";
import type { AuditFilter, ExportAuditInput, ListAuditInput } from "../schema";
import { sealAudit } from "../seal";

interface Row {
  id: number;
  at: Date;
  user_id: string | null;
  role: string;
  credential: string | null;
  action: string;
  subject: string;
  content: unknown;
  seq: number | null;
  hash: Buffer | null;
}

const values = z.record(z.string(), z.json()).nullable().default(null);
const contentSchema = z.object({
  actor: z.string(),
  label: z.string().nullable().default(null),
  details: values,
  before: values,
  after: values,
});
const ERASED = { actor: null, label: null, details: null, before: null, after: null };

function toDto(row: Row): AuditEventDto {
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

class Conditions {
  readonly values: unknown[];
  private readonly texts = ["e.workspace_id = $1"];

  constructor(workspaceId: string) {
    this.values = [workspaceId];
  }

  /** `?1`, `?2` in the text stand for the values. */
  add(text: string, ...values: unknown[]): void {
    const before = this.values.length;
    this.values.push(...values);
    this.texts.push(text.replaceAll(/\?(\d)/g, (_, place) => `$${before + Number(place)}`));
  }

  get sql(): string {
    return this.texts.join(" AND ");
  }
}

const isUuid = (text: string) => z.uuid().safeParse(text).success;
const escaped = (text: string) => text.replaceAll(/[\\%_]/g, "\\$&");
const containing = (text: string) => `%${escaped(text)}%`;
const beginning = (text: string) => `${escaped(text)}%`;

function addSubject(conditions: Conditions, { subject, kind }: AuditFilter): void {
  if (subject)
    conditions.add("(e.subject ILIKE ?1 OR p.content->>'label' ILIKE ?1)", containing(subject));
  if (!kind) return;
  conditions.add("(e.subject = ?1 OR e.subject LIKE ?2)", kind, beginning(`${kind} `));
  for (const other of kindsWithin(kind))
    conditions.add("e.subject NOT LIKE ?1", beginning(`${other} `));
}

function addCredential(conditions: Conditions, credential: string): void {
  if (credential.includes(":")) conditions.add("e.credential = ?1", credential);
  else conditions.add("e.credential LIKE ?1", beginning(`${credential}:`));
}

function conditionsOf(actor: Actor, filter: AuditFilter): Conditions {
  const conditions = new Conditions(actor.workspaceId);
  if (filter.actor && isUuid(filter.actor)) conditions.add("e.user_id = ?1::uuid", filter.actor);
  else if (filter.actor) conditions.add("p.content->>'actor' ILIKE ?1", containing(filter.actor));
  if (filter.role) conditions.add("e.role = ?1", filter.role);
  if (filter.credential) addCredential(conditions, filter.credential);
  if (filter.action?.includes(".")) conditions.add("e.action = ?1", filter.action);
  else if (filter.action) conditions.add("split_part(e.action, '.', 1) = ?1", filter.action);
  addSubject(conditions, filter);
  if (filter.text)
    conditions.add(
      "(e.subject ILIKE ?1 OR e.action ILIKE ?1 OR p.content::text ILIKE ?1)",
      containing(filter.text),
    );
  if (filter.from) conditions.add("e.at >= ?1::timestamptz", filter.from);
  if (filter.to) conditions.add("e.at <= ?1::timestamptz", filter.to);
  return conditions;
}

const FROM = `FROM audit_events e LEFT JOIN audit_payloads p ON p.event_id = e.id
  LEFT JOIN audit_chain c ON c.event_id = e.id`;
const SELECT = `SELECT e.id, e.at, e.user_id, e.role, e.credential, e.action, e.subject, p.content, c.seq, c.hash ${FROM}`;

const KEY = /^(\d{4}-\d\d-\d\dT[\d:.]+Z) (\d{1,18})$/;

/** What happened in the workspace, newest first. */
export async function listAuditEvents(
  actor: Actor,
  { limit, pageToken, ...filter }: ListAuditInput,
): Promise<Page<AuditEventDto>> {
  assertCan(actor, "audit:read");
  const conditions = conditionsOf(actor, filter);
  const after = lastKey(pageToken, z.string().regex(KEY));
  const [, at, id] = KEY.exec(after ?? "") ?? [];
  if (at && id) conditions.add("(e.at, e.id) < (?1::timestamptz, ?2::bigint)", at, id);
  conditions.values.push(limit + 1);
  const { rows } = await pool().query<Row>(
    `${SELECT} WHERE ${conditions.sql} ORDER BY e.at DESC, e.id DESC LIMIT $${conditions.values.length}`,
    conditions.values,
  );
  return toPage(rows, limit, (row) => `${row.at.toISOString()} ${row.id}`, toDto);
}

/** One event, with its link to the one before it and the first checkpoint that covers it. */
export async function getAuditEvent(
  actor: Actor,
  { eventId }: { eventId: number },
): Promise<AuditEventDetailDto> {
  assertCan(actor, "audit:read");
  const { rows } = await pool().query<Row & { prev_hash: Buffer | null }>(
    `SELECT e.id, e.at, e.user_id, e.role, e.credential, e.action, e.subject, p.content, c.seq, c.hash, c.prev_hash
     ${FROM} WHERE e.workspace_id = $1 AND e.id = $2`,
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
    yield text;
    text = "";
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  if (format === "json") yield "\n]\n";
}
