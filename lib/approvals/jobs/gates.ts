import "server-only";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { log } from "@/lib/core/log";
import { db } from "@/lib/db/client";
import { getModelVersion } from "@/lib/models/queries/registered-models";
import { describeVersionFiles } from "@/lib/models/queries/version-files";
import { enqueue } from "@/lib/queue/enqueue";
import { type Attempt, defineHandler } from "@/lib/queue/handler";
import { slowReference } from "../commands/evaluate-gates";
import { refreshEvidence } from "../commands/refresh";
import { judgeSignature } from "../rules/signature-gate";
import { broken, isSlow, type SlowGate } from "../rules/slow-gates";
import { type LoadedElection, loadElection, type RequestRow } from "../sql/elections";
import { findEndedGates, keepResult, type NewResult, readResults } from "../sql/gate-results";
import { readGates } from "../sql/policies";
import { lockRequest } from "../sql/requests";
import { reviewItem } from "../sql/review-items";
import { basisOf, EVALUATE_KIND } from "../sql/slow-gates";
import { approvalTransaction } from "../sql/transaction";
import { askWebhook, NoAnswer } from "./ask-webhook";
import { readerOf } from "./reader";
import { verifyArtifacts } from "./verify-artifacts";

const MAX_AT_ONCE = 200;

/** Looks at requests again of which a waiver or a result has ended. Answers how many there were. */
export async function endGates(): Promise<number> {
  const ended = await findEndedGates(db(), MAX_AT_ONCE);
  if (ended.length > 0) await enqueue(db(), ...ended.map(reviewItem));
  return ended.length;
}

interface Item {
  workspaceId: string;
  number: number;
  gateKey: string;
  basis: string;
}

const isOpen = ({ status }: { status: string }) => status === "pending" || status === "approved";

/** The gate that an item is about; null when what it was asked about is no longer what is to be decided. */
async function findGate(
  tx: Parameters<typeof readGates>[0],
  request: RequestRow,
  { gateKey, basis }: Item,
): Promise<SlowGate | null> {
  if (!isOpen(request)) return null;
  const gate = (await readGates(tx, request)).find(({ key }) => key === gateKey);
  if (!gate || !isSlow(gate)) return null;
  const reference = await slowReference(tx, request, gate);
  return (await basisOf(tx, request, gate, reference)) === basis ? gate : null;
}

/** What the files of two versions say they take. */
async function compareSignatures(reader: Actor, request: RequestRow, gate: SlowGate) {
  const reference = await slowReference(db(), request, gate);
  if (!reference) return null;
  const cardOf = async (version: number) => {
    const dto = await getModelVersion(reader, {
      name: request.modelName,
      version: String(version),
    });
    return (await describeVersionFiles(reader, dto)).model;
  };
  return judgeSignature({
    candidate: await cardOf(request.version),
    reference: await cardOf(reference.version),
    against: reference.version,
  });
}

async function evaluate(
  reader: Actor,
  { loaded, gate, basis }: { loaded: LoadedElection; gate: SlowGate; basis: string },
  signal: AbortSignal,
): Promise<NewResult | null> {
  const { row } = loaded;
  if (gate.kind === "webhook")
    return askWebhook({ loaded, gate, basis, workspaceSlug: reader.workspaceSlug }, signal);
  const found =
    gate.kind === "artifact_verified"
      ? await verifyArtifacts(reader, row, signal)
      : await compareSignatures(reader, row, gate);
  return found && { ...found, source: "automatic" };
}

/** After the last try what went wrong is the result; before it the queue tries again. */
async function evaluateOrGiveUp(
  ...[reader, work, attempt]: [Actor, Parameters<typeof evaluate>[1], Attempt]
): Promise<NewResult | null> {
  try {
    return await evaluate(reader, work, attempt.signal);
  } catch (error) {
    if (!attempt.isLast) throw error;
    const reason = error instanceof NoAnswer ? error.message : "It could not be evaluated.";
    if (!(error instanceof NoAnswer)) log().error({ err: error }, "a gate could not be evaluated");
    return { ...broken(`${reason} Run the gates again.`), source: "automatic" };
  }
}

/** Keeps what was found, if it is still about what is to be decided, and asks everybody again where it is new. */
async function settle(actor: Actor, item: Item, found: NewResult): Promise<void> {
  await approvalTransaction(actor, async (tx) => {
    const { request } = await lockRequest(tx, actor, item.number);
    const gate = await findGate(tx, request, item);
    if (!gate) return { number: item.number };
    const results = await readResults(tx, actor.workspaceId, [request.id]);
    const known = results.find(({ gateKey }) => gateKey === gate.key);
    await keepResult(tx, request, gate, { known, found: { ...found, basis: item.basis } });
    await refreshEvidence(tx, null, request);
    return { number: item.number };
  });
}

async function evaluateGate(item: Item, attempt: Attempt): Promise<void> {
  const { workspaceId, number, basis } = item;
  const reader = await readerOf(workspaceId);
  const request = await db().approvalRequest.findUnique({
    where: { workspaceId_number: { workspaceId, number } },
  });
  if (!reader || !request) return;
  const gate = await findGate(db(), request, item);
  if (!gate) return;
  const loaded = await loadElection(db(), workspaceId, request.id);
  const work = { loaded, gate, basis };
  const found = await evaluateOrGiveUp(reader, work, attempt);
  if (found) await settle(reader, item, found);
}

/** Evaluates a gate that is too slow for a transaction. Again is harmless: what is found the same is kept once. */
export const gateHandler = defineHandler(
  EVALUATE_KIND,
  z.object({
    workspaceId: z.uuid(),
    number: z.number().int(),
    gateKey: z.string(),
    basis: z.string(),
  }),
  { maxAttempts: 6, deadlineMs: 10 * 60_000 },
  evaluateGate,
);
