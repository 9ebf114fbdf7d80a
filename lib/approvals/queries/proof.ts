import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { chainHash, GENESIS, payloadDigest } from "@/lib/audit/chain";
import { sealAudit, toChainedEvent } from "@/lib/audit/seal";
import { verifyAudit } from "@/lib/audit/verify";
import { db } from "@/lib/db/client";
import type { RequestProofDto } from "../dto/trail";
import { type ProvenEvent, readAuditOf } from "../sql/proof";
import { requestNotFound } from "../sql/requests";

/** As long as somebody waits in front of a page; `npm run audit:verify` takes as long as it needs. */
const WAIT_MS = 20_000;

/** What is wrong with one event; null when it is as it was written. */
function problemOf(event: ProvenEvent): string | null {
  const name = `Event ${event.id} (${event.action})`;
  if (event.seq === null || event.hash === null) return `${name} is not in the chain.`;
  const previous = event.seq === 1 ? GENESIS : event.before;
  if (!previous) return `The link before ${name} is gone.`;
  if (!chainHash(previous, event.seq, toChainedEvent(event)).equals(event.hash))
    return `${name} was changed.`;
  if (event.salt === null || event.content === null) return null;
  return payloadDigest(event.salt, event.content).equals(event.payload_digest)
    ? null
    : `What ${name} says was changed.`;
}

const signedContent = z.object({
  details: z.object({ evidence: z.string(), decision: z.string() }),
});

interface CastVote {
  userId: string;
  email: string;
  decision: string;
  evidenceHash: string;
}

/** Whether a signature is the one that the audit tells of. An event whose words were erased still counts as one. */
function isToldBy(vote: CastVote, event: ProvenEvent): boolean {
  if (event.user_id !== vote.userId) return false;
  if (event.content === null) return true;
  const told = signedContent.safeParse(JSON.parse(event.content)).data?.details;
  return told?.evidence === vote.evidenceHash && told.decision === vote.decision;
}

/** Signatures that the audit knows nothing of, or of which it knows and that are gone. */
function compareVotes(votes: readonly CastVote[], signed: readonly ProvenEvent[]): string[] {
  const left = [...signed];
  const unknown = votes.flatMap((vote) => {
    const at = left.findIndex((event) => isToldBy(vote, event));
    if (at < 0) return [`A signature of ${vote.email} is not what the audit tells of.`];
    left.splice(at, 1);
    return [];
  });
  return [
    ...unknown,
    ...left.map(({ id }) => `The signature that event ${id} tells of is not on record.`),
  ];
}

/** Checks everything that is on record of a request against the audit's chain, and the chain itself. */
export async function verifyRequest(
  actor: Actor,
  { number }: { number: number },
): Promise<RequestProofDto> {
  assertCan(actor, "audit:read");
  const { workspaceId } = actor;
  const request = await db().approvalRequest.findUnique({
    where: { workspaceId_number: { workspaceId, number } },
    include: { votes: { orderBy: { id: "asc" } } },
  });
  if (!request) throw requestNotFound(number);
  await sealAudit();
  const events = await readAuditOf(workspaceId, `approval request ${number}`);
  const chain = await verifyAudit({ withinMs: WAIT_MS });
  const seqs = events.flatMap(({ seq }) => seq ?? []);
  const signed = events.filter(({ action }) => action === "approval-request.signed");
  const { firstBreak } = chain;
  const problems = [
    ...events.flatMap((event) => problemOf(event) ?? []),
    ...compareVotes(request.votes, signed),
    ...(firstBreak
      ? [`The audit breaks at row ${firstBreak.seq ?? "unknown"}: ${firstBreak.reason}.`]
      : []),
  ];
  return {
    isIntact: problems.length === 0,
    isComplete: chain.isComplete,
    events: events.length,
    firstSeq: seqs[0] ?? null,
    lastSeq: seqs.at(-1) ?? null,
    signatures: request.votes.length,
    verified: chain.verified,
    checkpoints: chain.checkpoints,
    problems,
  };
}
