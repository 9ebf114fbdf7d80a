import "server-only";
import { z } from "zod";
import { pool } from "@/lib/db/pool";
import { kindsWithin } from "../catalog";
import type { AuditFilter } from "../schema";

/** How many events one page looks through for those that match; what lies behind them is looked through by the next. */
export const LOOKED_THROUGH = 50_000;

export interface EventRow {
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

/** Where a page ended: the time and the id of an event. */
export type EventKey = readonly [at: string, id: string];

class Conditions {
  private readonly texts: string[] = [];
  readonly values: unknown[];

  constructor(values: unknown[]) {
    this.values = values;
  }

  /** `?1`, `?2` in the text stand for the values. */
  add(text: string, ...values: unknown[]): void {
    const before = this.values.length;
    this.values.push(...values);
    this.texts.push(text.replaceAll(/\?(\d)/g, (_, place) => `$${before + Number(place)}`));
  }

  get isEmpty(): boolean {
    return this.texts.length === 0;
  }

  get sql(): string {
    return this.texts.join(" AND ");
  }
}

const isUuid = (text: string) => z.uuid().safeParse(text).success;
const escaped = (text: string) => text.replaceAll(/[\\%_]/g, "\\$&");
const containing = (text: string) => `%${escaped(text)}%`;
const beginning = (text: string) => `${escaped(text)}%`;

/** What an index finds in the order of the trail. */
function addIndexed(conditions: Conditions, workspaceId: string, filter: AuditFilter): void {
  const { actor, object, from, to } = filter;
  conditions.add("e.workspace_id = ?1", workspaceId);
  if (actor && isUuid(actor)) conditions.add("e.user_id = ?1::uuid", actor);
  if (object) conditions.add("e.subject = ?1", object);
  if (from) conditions.add("e.at >= ?1::timestamptz", from);
  if (to) conditions.add("e.at <= ?1::timestamptz", to);
}

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

/** What each event has to be looked at for; its values come behind those that are there. */
function lookedOf(filter: AuditFilter, values: readonly unknown[]): Conditions {
  const conditions = new Conditions([...values]);
  const { actor, role, credential, action, text } = filter;
  if (actor && !isUuid(actor)) conditions.add("p.content->>'actor' ILIKE ?1", containing(actor));
  if (role) conditions.add("e.role = ?1", role);
  if (credential) addCredential(conditions, credential);
  if (action?.includes(".")) conditions.add("e.action = ?1", action);
  else if (action) conditions.add("split_part(e.action, '.', 1) = ?1", action);
  addSubject(conditions, filter);
  if (text)
    conditions.add(
      "(e.subject ILIKE ?1 OR e.action ILIKE ?1 OR p.content::text ILIKE ?1)",
      containing(text),
    );
  return conditions;
}

const NEWEST_FIRST = "ORDER BY e.at DESC, e.id DESC";

/** The last event that a page looks at; null when it reaches the end of the trail. */
async function lastLookedAt(indexed: Conditions): Promise<{ at: Date; id: number } | null> {
  const { rows } = await pool().query<{ at: Date; id: number }>(
    `SELECT e.at, e.id FROM audit_events e WHERE ${indexed.sql} ${NEWEST_FIRST}
     OFFSET ${LOOKED_THROUGH - 1} LIMIT 1`,
    indexed.values,
  );
  return rows[0] ?? null;
}

export interface FoundEvents {
  rows: EventRow[];
  /** The event at which the search stopped, when it stopped before the end and found fewer than it should. */
  stoppedAt: { at: Date; id: number } | null;
}

/**
 * The newest events that match, behind a key. Where no index finds them only so many are looked through, so that a rare
 * word in a trail of millions costs what it costs in a short one. The subquery is planned by itself (`OFFSET 0`): payloads
 * are read in the order of the trail, and no further than needed.
 */
export async function findEvents(
  workspaceId: string,
  filter: AuditFilter,
  { limit, after }: { limit: number; after: EventKey | null },
): Promise<FoundEvents> {
  const indexed = new Conditions([]);
  addIndexed(indexed, workspaceId, filter);
  if (after) indexed.add("(e.at, e.id) < (?1::timestamptz, ?2::bigint)", ...after);
  const edge = lookedOf(filter, []).isEmpty ? null : await lastLookedAt(indexed);
  if (edge) indexed.add("(e.at, e.id) >= (?1::timestamptz, ?2::bigint)", edge.at, edge.id);
  const looked = lookedOf(filter, indexed.values);
  const { rows } = await pool().query<EventRow>(
    `SELECT e.id, e.at, e.user_id, e.role, e.credential, e.action, e.subject, p.content, c.seq, c.hash
     FROM (SELECT * FROM audit_events e WHERE ${indexed.sql} ${NEWEST_FIRST} OFFSET 0) e
       LEFT JOIN audit_payloads p ON p.event_id = e.id LEFT JOIN audit_chain c ON c.event_id = e.id
     ${looked.isEmpty ? "" : `WHERE ${looked.sql}`} ${NEWEST_FIRST} LIMIT $${looked.values.length + 1}`,
    [...looked.values, limit],
  );
  return { rows, stoppedAt: rows.length < limit ? edge : null };
}
