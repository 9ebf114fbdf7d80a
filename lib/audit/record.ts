import "server-only";
import { randomBytes } from "node:crypto";
import type { Actor, Person } from "@/lib/access/actor";
import { canonicalJson } from "@/lib/core/canonical-json";
import { toStorable } from "@/lib/core/text";
import type { Tx } from "@/lib/db/client";
import { executeDirectly } from "@/lib/db/direct";
import type { SqlClient } from "@/lib/db/pool";
import { payloadDigest, withoutAddresses } from "./chain";

/** What may stand in a payload. Dates and other objects are written by their caller as they should be read. */
export type AuditValue =
  | string
  | number
  | boolean
  | null
  | undefined
  | readonly AuditValue[]
  | { readonly [key: string]: AuditValue };
export type AuditValues = Readonly<Record<string, AuditValue>>;

export interface AuditEntry {
  /** "noun.verb", in the past tense: "experiment.renamed". */
  action: string;
  /** What it happened to, by what never changes: "experiment 12", "user <id>". People are ids here, never addresses. */
  subject: string;
  /** What a person calls the subject, when `subject` is only an id. Erased when the retention ends. */
  label?: string | undefined;
  /** What was changed, as it was and as it is; only the fields that matter. Erased with the label. */
  before?: AuditValues | null | undefined;
  after?: AuditValues | null | undefined;
  /** Whatever else explains it. Erased with the label. */
  details?: AuditValues | undefined;
}

/** Who acted, and where: no workspace for what concerns the whole installation. */
export type Auditor = Pick<Person, "userId" | "email" | "tokenName"> &
  Partial<Pick<Actor, "workspaceId" | "role" | "credential" | "isOperator">>;

/** The same person, for what concerns the installation and belongs to no workspace. */
export function outsideOfWorkspaces(person: Person): Auditor {
  const { userId, email, tokenName, credential, isOperator } = person;
  return { userId, email, tokenName, credential: credential ?? null, isOperator };
}

/** The installation itself: what it does without being asked. */
export function systemIn(workspaceId: string | null): SystemAuditor {
  return { isSystem: true, workspaceId };
}

interface SystemAuditor {
  isSystem: true;
  workspaceId: string | null;
}

export function actorLabel(actor: Pick<Person, "email" | "tokenName">): string {
  return actor.tokenName === null ? actor.email : `${actor.email} (token ${actor.tokenName})`;
}

const standing = ({ role, isOperator }: Auditor) => role ?? (isOperator ? "operator" : "person");

/** The columns of an event and its payload, in the order of `INSERT`. */
function valuesOf(auditor: Auditor | SystemAuditor, entry: AuditEntry) {
  const isSystem = "isSystem" in auditor;
  const salt = randomBytes(16);
  const subject = withoutAddresses(entry.subject, salt);
  const content = canonicalJson({
    actor: isSystem ? "Slipway" : actorLabel(auditor),
    label: entry.label ?? (subject === entry.subject ? undefined : entry.subject),
    details: entry.details,
    before: entry.before ?? undefined,
    after: entry.after ?? undefined,
  });
  return [
    auditor.workspaceId ?? null,
    isSystem ? null : auditor.userId,
    isSystem ? "system" : standing(auditor),
    isSystem ? null : (auditor.credential ?? null),
    entry.action,
    toStorable(subject),
    payloadDigest(salt, content),
    salt,
    content,
  ] as const;
}

const INSERT =
  "/* audit-record */ SELECT record_audit($1::uuid, $2::uuid, $3, $4, $5, $6, $7, $8, $9::json)";

/** Records who did what, in the caller's own transaction, so that neither exists without the other. */
export async function recordAudit(
  tx: Tx,
  actor: Auditor | SystemAuditor,
  entry: AuditEntry,
): Promise<void> {
  await executeDirectly(tx, INSERT, valuesOf(actor, entry));
}

/** The same for commands that write with SQL. */
export async function recordAuditSql(
  tx: SqlClient,
  actor: Auditor | SystemAuditor,
  entry: AuditEntry,
): Promise<void> {
  await tx.query({ name: "audit-record", text: INSERT, values: [...valuesOf(actor, entry)] });
}

const INSERT_ALL = `SELECT record_audit(workspace, person, role, credential, action, subject, digest, salt, content)
  FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::text[], $6::text[], $7::bytea[], $8::bytea[], $9::json[])
    AS e(workspace, person, role, credential, action, subject, digest, salt, content)`;

/** The same for a command that did many things, in their order. */
export async function recordAuditsSql(
  tx: SqlClient,
  actor: Auditor | SystemAuditor,
  entries: readonly AuditEntry[],
): Promise<void> {
  if (entries.length === 0) return;
  const rows = entries.map((entry) => valuesOf(actor, entry));
  const columns = rows[0]?.map((_, column) => rows.map((row) => row[column]));
  await tx.query({ name: "audit-record-all", text: INSERT_ALL, values: columns ?? [] });
}
