import "server-only";
import { db, type Tx } from "@/lib/db/client";
import { pool } from "@/lib/db/pool";
import { announce } from "@/lib/events/announce";
import type { Severity } from "@/lib/monitors/schema/alerts";
import { type SignalKind, signalEvidence } from "../schema/incidents";
import { escalate, heldBy, type Telling, tell } from "./tell";

const MAX_INCIDENTS = 500;

interface Place {
  id: string;
  workspaceId: string;
}

/** An incident that is locked for the rest of the transaction, with the newest of what speaks for it; null when nothing fires. */
async function readTelling(tx: Tx, { id, workspaceId }: Place): Promise<Telling | null> {
  await tx.$queryRaw`SELECT 1 FROM incidents WHERE id = ${BigInt(id)} FOR UPDATE`;
  const found = await tx.incident.findUniqueOrThrow({
    where: { id_workspaceId: { id: BigInt(id), workspaceId } },
    include: {
      deployment: { select: { name: true, createdById: true } },
      dataset: { select: { name: true } },
      workspace: { select: { slug: true } },
      signals: { where: { isFiring: true }, orderBy: { lastAt: "desc" }, take: 1 },
    },
  });
  const { deployment, dataset, workspace, signals, ...incident } = found;
  const [signal] = signals;
  if (!signal) return null;
  return {
    incident,
    place: {
      name: deployment?.name ?? dataset?.name ?? "",
      createdById: deployment?.createdById ?? null,
      workspace,
    },
    signal: {
      // Only these are ever stored.
      kind: signal.kind as SignalKind,
      severity: signal.severity as Severity,
      summary: signal.summary,
      monitorId: signalEvidence.parse(signal.evidence).monitorId,
    },
  };
}

/** Tells what maintenance held back, if it is over and something still speaks for it. Answers whether it did. */
async function tellHeld(place: Place): Promise<number | null> {
  return db().$transaction(async (tx) => {
    const telling = await readTelling(tx, place);
    if (!telling || telling.incident.heldSince === null || (await heldBy(telling))) return null;
    if (telling.incident.status === "resolved") return null;
    await tell(tx, telling, false);
    return telling.incident.number;
  });
}

/** Tells the next route of what nobody took up. Answers whether it did. */
async function escalateOne(place: Place): Promise<number | null> {
  return db().$transaction(async (tx) => {
    const telling = await readTelling(tx, place);
    if (!telling) return null;
    const { status, escalatesAt, number } = telling.incident;
    if (status !== "open" || escalatesAt === null || escalatesAt.getTime() > Date.now())
      return null;
    if (await heldBy(telling)) return null;
    return (await escalate(tx, telling)) ? number : null;
  });
}

async function each(
  where: string,
  work: (place: Place) => Promise<number | null>,
): Promise<number> {
  const { rows } = await pool().query<Place>(
    `SELECT id::text, workspace_id AS "workspaceId" FROM incidents WHERE ${where} ORDER BY id LIMIT $1`,
    [MAX_INCIDENTS],
  );
  let done = 0;
  for (const place of rows) {
    const number = await work(place);
    if (number === null) continue;
    announce(place.workspaceId, "incidents", `incident:${number}`);
    done += 1;
  }
  return done;
}

/** Tells what maintenance held back and is still so, and the next route of what nobody took up. Answers of how many incidents. */
export async function followUp(): Promise<number> {
  const held = await each("held_since IS NOT NULL AND status <> 'resolved'", tellHeld);
  return held + (await each("escalates_at <= now() AND status = 'open'", escalateOne));
}
