import "server-only";
import type { Tx } from "@/lib/db/client";
import type { Candidate } from "../rules/eligibility";
import { type JudgedGate, judgeGates } from "../rules/gate-states";
import { type Enactment, policyMakers } from "../rules/policy-makers";
import { tierOf } from "../rules/risk-tiers";
import type { Election } from "../rules/standing";
import { targetOf } from "../rules/stored";
import { DECISIONS, SEVERITIES } from "../schema/requests";
import { type ResultRow, readResults } from "./gate-results";
import { readParts, readPeople } from "./people";
import { readDocument, readEnactments } from "./policies";
import { readTierChanges, type TierChangeRow, tierMakers } from "./tier-changes";

/** What a request is decided from. */
export const ELECTION_INCLUDE = {
  policyVersion: { include: { policy: { select: { id: true, name: true } } } },
  votes: { orderBy: { id: "asc" } },
  delegations: { orderBy: { id: "asc" } },
  comments: { orderBy: { id: "asc" } },
  waivers: { orderBy: { id: "asc" } },
  followUp: true,
} as const;

export type RequestRow = Awaited<ReturnType<Tx["approvalRequest"]["findFirstOrThrow"]>>;
export type ElectionRow = Awaited<ReturnType<typeof findElections>>[number];

function findElections(tx: Tx, workspaceId: string, ids: readonly string[]) {
  return tx.approvalRequest.findMany({
    where: { workspaceId, id: { in: [...ids] } },
    include: ELECTION_INCLUDE,
  });
}

export type Gate = JudgedGate<ResultRow, ElectionRow["waivers"][number]>;

export interface LoadedElection {
  row: ElectionRow;
  election: Election;
  gates: Gate[];
}

const oneOf = <T extends string>(values: readonly T[], value: string, otherwise: T): T =>
  values.find((one) => one === value) ?? otherwise;

const isPast = (moment: Date | null) => moment !== null && moment <= new Date();

/** What was done before, as far as it ties people. */
interface Past {
  parts: Election["ties"]["parts"];
  tierChanges: TierChangeRow[];
  enactments: Enactment[];
}

function electionOf(
  row: ElectionRow,
  gates: Gate[],
  people: readonly Candidate[],
  { parts, tierChanges, enactments }: Past,
): Election {
  const { policyVersion } = row;
  const place = { policyId: policyVersion.policyId, target: targetOf(row) };
  const makers = policyMakers(enactments, { ...place, tier: tierOf(row.riskTier) });
  makers.push(...tierMakers(tierChanges, row));
  return {
    document: readDocument(policyVersion.document),
    ties: { requestedById: row.requestedById, parts, policyMakers: makers },
    turns: row.delegations.filter(({ revokedAt }) => revokedAt === null),
    revision: row.revision,
    evidenceHash: row.evidenceHash,
    votes: row.votes.map((vote) => ({
      ...vote,
      id: String(vote.id),
      // Stored by us; what is unknown never approves.
      decision: oneOf(DECISIONS, vote.decision, "reject"),
      hasLapsed: isPast(vote.validUntil),
    })),
    people,
    gates,
    comments: row.comments.map(({ severity, resolvedAt, userId }) => ({
      severity: oneOf(SEVERITIES, severity, "blocking"),
      isResolved: resolvedAt !== null,
      userId,
    })),
  };
}

/** Everything that decides about requests, in a number of queries that does not depend on how many there are. */
export async function loadElections(
  tx: Tx,
  workspaceId: string,
  ids: readonly string[],
): Promise<Map<string, LoadedElection>> {
  if (ids.length === 0) return new Map();
  const rows = await findElections(tx, workspaceId, ids);
  const people = await readPeople(tx, workspaceId);
  const parts = await readParts(
    tx,
    workspaceId,
    rows.map(({ versionId }) => versionId),
  );
  const results = await readResults(tx, workspaceId, ids);
  const tierChanges = await readTierChanges(tx, workspaceId, rows);
  const enactments = await readEnactments(tx, workspaceId);
  const now = new Date();
  return new Map(
    rows.map((row) => {
      const own = results.filter(({ requestId }) => requestId === row.id);
      const document = readDocument(row.policyVersion.document);
      const definitions = row.action === "clear" ? [] : document.gates;
      const gates = judgeGates(definitions, own, row.waivers, now);
      const election = electionOf(row, gates, people, {
        parts: parts.get(row.versionId) ?? [],
        tierChanges,
        enactments,
      });
      return [row.id, { row, election, gates }];
    }),
  );
}

export async function loadElection(
  tx: Tx,
  workspaceId: string,
  id: string,
): Promise<LoadedElection> {
  const loaded = (await loadElections(tx, workspaceId, [id])).get(id);
  if (!loaded) throw new Error("The request was not read back.");
  return loaded;
}
