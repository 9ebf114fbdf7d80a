import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { isUniqueViolation, type Tx } from "@/lib/db/client";
import { addressed, eligibilityOf } from "../rules/eligibility";
import { standingOf } from "../rules/standing";
import { statementOf } from "../rules/statements";
import { assertPending, deploymentOf, statusOf, targetOf } from "../rules/stored";
import type { RequestStatus, SigningMethod, VoteInput } from "../schema/requests";
import { type LoadedElection, loadElection } from "../sql/elections";
import { lockRequest } from "../sql/requests";
import { approvalTransaction } from "../sql/transaction";
import { approve } from "./promote";
import { proveIdentity } from "./reauthenticate";
import { refreshEvidence } from "./refresh";
import { notifyOf, tell } from "./tell";

interface VoteOutcome {
  number: number;
  status: RequestStatus;
  /** What is still missing after this signature. */
  missing: string[];
}

const used = () =>
  new AppError(
    "CONFLICT",
    "This signature key was used for another signature. Choose a new one for each.",
  );

/** The same signature sent again: it counted once, and is answered as it was. */
async function findReplay(tx: Tx, actor: Actor, input: VoteInput): Promise<VoteOutcome | null> {
  const { workspaceId, userId } = actor;
  const { signatureKey } = input;
  const known = await tx.approvalVote.findUnique({
    where: { workspaceId_userId_signatureKey: { workspaceId, userId, signatureKey } },
    include: { request: true },
  });
  if (!known) return null;
  const isSame =
    known.request.number === input.number &&
    known.decision === input.decision &&
    known.evidenceHash === input.evidenceHash;
  if (!isSame) throw used();
  const { election } = await loadElection(tx, workspaceId, known.requestId);
  const { missing } = standingOf(election);
  return { number: input.number, status: statusOf(known.request), missing };
}

function assertMayVote(actor: Actor, { election, row }: LoadedElection, input: VoteInput): void {
  const person = election.people.find(({ userId }) => userId === actor.userId);
  if (!person)
    throw new AppError(
      "FORBIDDEN",
      "You are not a member of this workspace. Ask an admin to invite you.",
    );
  const { mayVote, reason } = eligibilityOf(person, election.people, election);
  if (!mayVote)
    throw new AppError(
      "FORBIDDEN",
      `You cannot sign approval request ${row.number}. ${addressed(reason)} Somebody else must.`,
    );
  const { onBehalfOf } = input;
  const holds = election.turns.some(
    ({ fromUserId, toUserId }) => fromUserId === onBehalfOf && toUserId === actor.userId,
  );
  if (onBehalfOf && !holds)
    throw new AppError(
      "FORBIDDEN",
      "That person has not handed their turn to you. Sign for yourself, or ask them to hand it over.",
    );
}

/** An approval may hold until a time to come; other decisions hold until the next one. */
function assertValidUntil({ decision, validUntil }: VoteInput): void {
  if (!validUntil) return;
  const message =
    decision === "approve"
      ? "Choose a time to come until which your approval holds."
      : "Only an approval holds until a time. Leave it out.";
  if (decision !== "approve" || validUntil <= new Date())
    throw new AppError("INVALID", message, { validUntil: message });
}

async function cast(
  tx: Tx,
  actor: Actor,
  { row }: LoadedElection,
  { input, method }: { input: VoteInput; method: SigningMethod },
): Promise<void> {
  const { decision, meaning } = input;
  const validUntil = input.validUntil ?? null;
  const signed = statementOf(decision, {
    ...row,
    action: row.action === "clear" ? "clear" : "set",
    target: targetOf(row),
    deployment: deploymentOf(row),
    validUntil,
  });
  await tx.approvalVote.create({
    data: {
      workspaceId: row.workspaceId,
      requestId: row.id,
      revision: row.revision,
      evidenceHash: row.evidenceHash,
      userId: actor.userId,
      email: actor.email,
      name: actor.name,
      role: actor.role,
      decision,
      meaning,
      statement: input.statement ? `${signed} ${input.statement}` : signed,
      validUntil,
      onBehalfOfId: input.onBehalfOf ?? null,
      method,
      tokenName: actor.tokenName,
      signatureKey: input.signatureKey,
    },
  });
  await tell(tx, actor, row, {
    kind: "signed",
    details: {
      decision,
      meaning,
      method,
      revision: row.revision,
      signed,
      validUntil: validUntil?.toISOString() ?? null,
    },
  });
}

/** What a signature brings about, if anything. */
async function settle(
  tx: Tx,
  actor: Actor,
  id: string,
  { input, model }: { input: VoteInput; model: Parameters<typeof approve>[2] },
): Promise<void> {
  const { row, election } = await loadElection(tx, actor.workspaceId, id);
  if (input.decision === "approve") {
    if (standingOf(election).isMet) await approve(tx, actor, model, row);
    return;
  }
  const isEnd = input.decision === "reject";
  const request = isEnd
    ? await tx.approvalRequest.update({
        where: { id, workspaceId: actor.workspaceId },
        data: { status: "rejected", decidedAt: new Date() },
      })
    : row;
  const event = isEnd ? "rejected" : "changes_requested";
  await tell(tx, actor, request, { kind: event, event });
  await notifyOf(tx, actor, request, {
    kind: "approval.decided",
    title: `${isEnd ? "Rejected" : "Changes requested"}: ${row.modelName} ${row.version}`,
    body: input.statement,
    userIds: [row.requestedById],
  });
}

type Round = VoteOutcome & { refusal?: AppError };

async function voteOnce(actor: Actor, input: VoteInput, method: SigningMethod): Promise<Round> {
  const { number } = input;
  return approvalTransaction(actor, async (tx): Promise<Round> => {
    const { request, model } = await lockRequest(tx, actor, number);
    const replay = await findReplay(tx, actor, input);
    if (replay) return replay;
    assertPending(request);
    const loaded = await refreshEvidence(tx, actor, request);
    // What has changed stays known although the signature is refused: so this is answered, and thrown after the commit.
    if (loaded.row.evidenceHash !== input.evidenceHash || loaded.row.status !== "pending")
      return {
        number,
        status: statusOf(loaded.row),
        missing: [],
        refusal: new AppError(
          "CONFLICT",
          loaded.row.failure ??
            "The evidence is not what you have seen. Read the request again, and sign what it is now.",
        ),
      };
    assertMayVote(actor, loaded, input);
    await cast(tx, actor, loaded, { input, method });
    await settle(tx, actor, request.id, { input, model });
    const after = await loadElection(tx, actor.workspaceId, request.id);
    return { number, status: statusOf(after.row), missing: standingOf(after.election).missing };
  });
}

/**
 * Signs a decision on the evidence that the signer has seen. The signature that makes it enough promotes, in the same
 * transaction; the same signature sent again counts once.
 */
export async function vote(actor: Actor, input: VoteInput): Promise<VoteOutcome> {
  assertCan(actor, "approval:vote");
  assertValidUntil(input);
  const method = await proveIdentity(actor, input.password);
  const { refusal, ...outcome } = await voteOnce(actor, input, method).catch((error: unknown) => {
    if (isUniqueViolation(error)) throw used();
    throw error;
  });
  if (refusal) throw refusal;
  return outcome;
}
