import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { Tx } from "@/lib/db/client";
import { addressed, eligibilityOf } from "../rules/eligibility";
import { assertOpen } from "../rules/stored";
import type { ReportGateInput, WaiveGateInput } from "../schema/gate-reports";
import type { GateOf } from "../schema/gates";
import type { LoadedElection, RequestRow } from "../sql/elections";
import { keepResult, type NewResult, type ResultRow, readResults } from "../sql/gate-results";
import { readGates } from "../sql/policies";
import { lockRequest } from "../sql/requests";
import { sha256 } from "../sql/sha256";
import { deliveryOf, gateSecret } from "../sql/slow-gates";
import { approvalTransaction } from "../sql/transaction";
import { refreshEvidence } from "./refresh";
import { tell } from "./tell";

const DAY_MS = 86_400_000;
/** Longest time that a waiver can be given for. */
const MAX_WAIVER_DAYS = 365;

type Reported = GateOf<"push"> | GateOf<"webhook">;

async function findReported(
  tx: Tx,
  request: RequestRow,
  { gateKey }: ReportGateInput,
): Promise<Reported> {
  const gate = (await readGates(tx, request)).find(({ key }) => key === gateKey);
  if (!gate)
    throw new AppError(
      "NOT_FOUND",
      `The policy of approval request ${request.number} has no gate "${gateKey}".`,
    );
  if (gate.kind === "push" || gate.kind === "webhook") return gate;
  throw new AppError(
    "INVALID",
    `The gate "${gateKey}" is of the kind ${gate.kind}, which Slipway evaluates itself. Only gates of the kinds push and webhook take reports.`,
  );
}

/** Only who was asked may answer a webhook's question, and only the present one. */
async function assertAsked(
  tx: Tx,
  request: RequestRow,
  gate: Reported,
  { known, report }: { known: ResultRow | undefined; report: ReportGateInput },
): Promise<void> {
  if (gate.kind === "push") return;
  const { policyId } = await tx.approvalPolicyVersion.findFirstOrThrow({
    where: { id: request.policyVersionId, workspaceId: request.workspaceId },
    select: { policyId: true },
  });
  const isAsked =
    known?.kind === gate.kind &&
    report.delivery === deliveryOf(gateSecret(policyId, gate.key), request.id, known.basis);
  if (isAsked) return;
  throw new AppError(
    "CONFLICT",
    `This answers no question that the gate "${gate.key}" waits for. Send the delivery of the newest one.`,
  );
}

function assertReporter(actor: Actor, gate: Reported): void {
  const reporters = gate.kind === "push" ? gate.config.reporters : [];
  if (reporters.length === 0 || reporters.includes(actor.userId)) return;
  throw new AppError(
    "FORBIDDEN",
    `The policy names who reports for the gate "${gate.key}", and you are not among them.`,
  );
}

/** Until when a report counts: as it says, and never longer than the policy lets it. */
function freshUntilOf({ config }: Reported, { freshUntil }: ReportGateInput): Date | null {
  const now = Date.now();
  if (freshUntil && freshUntil.getTime() <= now)
    throw new AppError("INVALID", "The report is out of date already.", {
      freshUntil: "Choose a time that is still to come.",
    });
  const most = config.maxAgeDays === undefined ? null : now + config.maxAgeDays * DAY_MS;
  const ends = [freshUntil?.getTime(), most].filter((end) => typeof end === "number");
  return ends.length === 0 ? null : new Date(Math.min(...ends));
}

function resultOf(actor: Actor, gate: Reported, report: ReportGateInput): NewResult {
  const { verdict, threshold, observed, summary, link, reportKey } = report;
  return {
    ...{ verdict, threshold, observed, summary, reportKey },
    link: link ?? null,
    evidence: { ...report.evidence },
    freshUntil: freshUntilOf(gate, report),
    source: gate.kind,
    reportedBy: actor.email,
  };
}

type Stored = Pick<
  NewResult,
  "verdict" | "threshold" | "observed" | "summary" | "evidence" | "link"
>;

/** What a report says, for telling whether the same one was sent again. */
const contentOf = ({ verdict, threshold, observed, summary, evidence, link = null }: Stored) =>
  sha256({ verdict, threshold, observed, summary, evidence, link });

/** The same report sent again: it counted once. */
async function isReplay(tx: Tx, request: RequestRow, report: ReportGateInput): Promise<boolean> {
  const { gateKey, reportKey } = report;
  const known = await tx.gateResult.findFirst({
    where: { requestId: request.id, workspaceId: request.workspaceId, gateKey, reportKey },
  });
  if (!known) return false;
  const { verdict, threshold, observed, summary, link } = known;
  const sent = { ...report, link: report.link ?? null };
  const hash = sha256({ verdict, threshold, observed, summary, evidence: known.evidence, link });
  if (hash === contentOf(sent)) return true;
  throw new AppError(
    "CONFLICT",
    "This report key was used for another report. Choose a new one for each.",
  );
}

/** Takes what a check outside of Slipway found, for a gate that waits for it. The same report sent again counts once. */
export async function reportGate(actor: Actor, report: ReportGateInput) {
  assertCan(actor, "check:report");
  const { number, gateKey } = report;
  return approvalTransaction(actor, async (tx) => {
    const { request } = await lockRequest(tx, actor, number);
    if (await isReplay(tx, request, report)) return { number, isNew: false };
    assertOpen(request);
    const gate = await findReported(tx, request, report);
    assertReporter(actor, gate);
    const results = await readResults(tx, actor.workspaceId, [request.id]);
    const known = results.find((one) => one.gateKey === gateKey);
    await assertAsked(tx, request, gate, { known, report });
    const found = resultOf(actor, gate, report);
    const basis = gate.kind === "webhook" ? (known?.basis ?? "") : "";
    await keepResult(tx, request, gate, { known, found: { ...found, basis } });
    const { verdict, summary, link = null } = report;
    await tell(tx, actor, request, {
      kind: "gate_reported",
      details: { gate: gate.title, key: gateKey, verdict, summary, link },
    });
    await refreshEvidence(tx, actor, request);
    return { number, isNew: true };
  });
}

/** Four eyes: whoever may not sign here lets nothing pass either. */
function assertMayWaive(actor: Actor, { election, row }: LoadedElection): void {
  const person = election.people.find(({ userId }) => userId === actor.userId);
  const eligibility = person ? eligibilityOf(person, election.people, election) : null;
  if (eligibility?.mayVote) return;
  throw new AppError(
    "FORBIDDEN",
    `You cannot waive a gate of approval request ${row.number}. ${addressed(eligibility?.reason ?? "is not a member here")} Somebody else who may sign must.`,
  );
}

function assertUntil(until: Date): void {
  const now = Date.now();
  if (until.getTime() > now && until.getTime() <= now + MAX_WAIVER_DAYS * DAY_MS) return;
  const message = `Choose an end within the next ${MAX_WAIVER_DAYS} days.`;
  throw new AppError("INVALID", message, { until: message });
}

/** Lets a gate that does not pass hold nothing up until a time, for a reason. Everybody is asked again. */
export async function waiveGate(
  actor: Actor,
  { number, gateKey, reason, until }: WaiveGateInput,
): Promise<{ number: number; waiverId: string }> {
  assertCan(actor, "gate:waive");
  return approvalTransaction(actor, async (tx) => {
    const { request } = await lockRequest(tx, actor, number);
    assertOpen(request);
    const loaded = await refreshEvidence(tx, actor, request);
    assertMayWaive(actor, loaded);
    const gate = loaded.gates.find(({ key }) => key === gateKey);
    if (!gate)
      throw new AppError(
        "NOT_FOUND",
        `The policy of approval request ${number} has no gate "${gateKey}".`,
      );
    const { waiver } = gate;
    const isSame = waiver?.userId === actor.userId && waiver.reason === reason;
    if (isSame && waiver.until.getTime() === until.getTime())
      return { number, waiverId: String(waiver.id) };
    assertUntil(until);
    if ((gate.measured === "pass" || gate.measured === "warn") && gate.isFresh)
      throw new AppError(
        "CONFLICT",
        `The gate "${gate.title}" holds nothing up: there is nothing to waive.`,
      );
    const { id } = await tx.gateWaiver.create({
      data: {
        ...{ workspaceId: actor.workspaceId, requestId: request.id, gateKey, reason, until },
        ...{ userId: actor.userId, waivedBy: actor.email },
      },
    });
    await tell(tx, actor, request, {
      kind: "gate_waived",
      details: { gate: gate.title, key: gateKey, reason, until: until.toISOString() },
    });
    await refreshEvidence(tx, actor, loaded.row);
    return { number, waiverId: String(id) };
  });
}

/** Ends a waiver before its time. Everybody is asked again. */
export async function revokeWaiver(
  actor: Actor,
  { number, waiverId }: { number: number; waiverId: string },
) {
  assertCan(actor, "gate:waive");
  return approvalTransaction(actor, async (tx) => {
    const { request } = await lockRequest(tx, actor, number);
    assertOpen(request);
    const waiver = await tx.gateWaiver.findFirst({
      where: { id: BigInt(waiverId), requestId: request.id, workspaceId: actor.workspaceId },
    });
    if (!waiver) throw new AppError("NOT_FOUND", "There is no such waiver on this request.");
    if (waiver.revokedAt || waiver.endedAt) return { number };
    await tx.gateWaiver.update({
      where: { id: waiver.id, workspaceId: actor.workspaceId },
      data: { revokedAt: new Date(), revokedBy: actor.email },
    });
    await tell(tx, actor, request, {
      kind: "waiver_revoked",
      details: { key: waiver.gateKey, waivedBy: waiver.waivedBy },
    });
    await refreshEvidence(tx, actor, request);
    return { number };
  });
}

/** Looks at the evidence of an open request once more and runs its gates again. */
export async function runGatesAgain(actor: Actor, { number }: { number: number }) {
  assertCan(actor, "approval:request");
  return approvalTransaction(actor, async (tx) => {
    const { request } = await lockRequest(tx, actor, number);
    assertOpen(request);
    await tell(tx, actor, request, { kind: "gates_run" });
    await refreshEvidence(tx, actor, request, { isForced: true });
    return { number };
  });
}
