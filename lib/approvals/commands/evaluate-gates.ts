import "server-only";
import type { Tx } from "@/lib/db/client";
import { readNewestCard } from "@/lib/models/sql/cards";
import { enqueue } from "@/lib/queue/enqueue";
import { judgeCard } from "../rules/card-gate";
import type { Finding } from "../rules/findings";
import {
  judgeDifference,
  judgeThreshold,
  type VersionMetrics,
  withoutReference,
} from "../rules/metric-gates";
import { judgeFreshness, judgeLineage } from "../rules/provenance-gates";
import { SIGNATURE_THRESHOLD } from "../rules/signature-gate";
import { isSlow, nextStep, overdue, type SlowGate, waiting } from "../rules/slow-gates";
import type { GateDefinition, GateOf } from "../schema/gates";
import type { RequestRow } from "../sql/elections";
import { occupantOf } from "../sql/evidence";
import {
  findReference,
  readMetricFacts,
  readNewestMetric,
  readProvenance,
} from "../sql/gate-facts";
import { keepResult, type ResultRow, readResults } from "../sql/gate-results";
import { basisOf, evaluateItem } from "../sql/slow-gates";

type Place = Pick<
  RequestRow,
  "id" | "workspaceId" | "number" | "modelId" | "versionId" | "targetKind" | "targetValue"
>;

async function metricOf(tx: Tx, { workspaceId, versionId }: Place, metric: string) {
  const facts = await readMetricFacts(tx, workspaceId, [versionId], [metric]);
  return facts.get(versionId)?.get(metric);
}

/** The version that a gate compares with: at the alias it names, else at the target of the request. */
export async function referenceOf(tx: Tx, request: Place, alias: string | undefined) {
  const version = alias === undefined ? await occupantOf(tx, request) : null;
  const at = alias === undefined ? (version === null ? null : { version }) : { alias };
  const found = at && (await findReference(tx, request, at));
  // A version that is there already is not compared with itself.
  return found?.id === request.versionId ? null : found;
}

async function compareWithProduction(
  tx: Tx,
  request: Place,
  { config }: GateOf<"metric_vs_production">,
): Promise<Finding> {
  const { metric, against } = config;
  const { workspaceId, versionId } = request;
  const found = await referenceOf(tx, request, against);
  const ids = found ? [versionId, found.id] : [versionId];
  const facts = await readMetricFacts(tx, workspaceId, ids, [metric]);
  const reference: VersionMetrics | null = found && {
    version: found.version,
    metrics: facts.get(found.id) ?? new Map(),
  };
  return judgeDifference(config, facts.get(versionId) ?? new Map(), reference);
}

async function measureFreshness(
  tx: Tx,
  request: Place,
  { config }: GateOf<"evaluation_fresh">,
): Promise<Finding> {
  const { workspaceId, versionId } = request;
  const { metric } = config;
  if (metric === undefined)
    return judgeFreshness(config, await readNewestMetric(tx, workspaceId, versionId), new Date());
  const fact = await metricOf(tx, request, metric);
  return judgeFreshness(config, fact ? { metric, at: fact.at } : null, new Date());
}

/** A report counts until its time; afterwards the gate waits for the next one. */
function reportEnded(known: ResultRow | undefined): Finding | null {
  if (!known?.freshUntil || known.freshUntil > new Date()) return null;
  const until = known.freshUntil.toISOString();
  return {
    verdict: "not_run",
    threshold: "",
    observed: "",
    summary: `The last report counted until ${until.slice(0, 16).replace("T", " ")} UTC. Report again.`,
    evidence: { ended: until },
    freshUntil: null,
  };
}

/** What a gate says now; null when it says what it said. */
async function find(
  tx: Tx,
  request: Place,
  gate: Exclude<GateDefinition, SlowGate>,
  known: ResultRow | undefined,
): Promise<Finding | null> {
  const { workspaceId, versionId } = request;
  switch (gate.kind) {
    case "metric_threshold":
      return judgeThreshold(gate.config, await metricOf(tx, request, gate.config.metric));
    case "metric_vs_production":
      return compareWithProduction(tx, request, gate);
    case "card_complete":
      return judgeCard(gate.config, await readNewestCard(tx, workspaceId, versionId));
    case "lineage_known":
      return judgeLineage(gate.config, await readProvenance(tx, workspaceId, versionId));
    case "evaluation_fresh":
      return measureFreshness(tx, request, gate);
    case "push":
      return reportEnded(known);
  }
}

/** Against what a slow gate compares; null for nothing, also when it does not compare. */
export async function slowReference(tx: Tx, request: Place, gate: SlowGate) {
  return gate.kind === "signature_compatible"
    ? referenceOf(tx, request, gate.config.against)
    : null;
}

/** Asks a slow gate when what it depends on is new, or when somebody wants it asked again. */
async function askSlow(
  tx: Tx,
  request: Place,
  gate: SlowGate,
  { known, isForced }: { known: ResultRow | undefined; isForced: boolean },
): Promise<void> {
  const reference = await slowReference(tx, request, gate);
  const basis = await basisOf(tx, request, gate, reference);
  if (basis === null) return;
  const now = new Date();
  const keep = (found: Finding) =>
    keepResult(tx, request, gate, { known, found: { ...found, source: "automatic", basis } });
  if (gate.kind === "signature_compatible" && !reference) {
    await keep(withoutReference(gate.config.withoutProduction, SIGNATURE_THRESHOLD));
    return;
  }
  const step = nextStep(known, basis, now);
  if (step === "give up" && known?.freshUntil) await keep(overdue(known.freshUntil));
  if (step === "ask") await keep(waiting(gate, now));
  const isAsked = step === "ask" || (isForced && step === "keep");
  if (isAsked) await enqueue(tx, evaluateItem(request, gate.key, basis));
}

/**
 * Asks every gate of a policy that can be asked at once, and keeps what has changed. The request and its model must be
 * locked, so that what is judged is what is promoted.
 */
export async function evaluateGates(
  tx: Tx,
  request: Place,
  gates: readonly GateDefinition[],
  { isForced = false } = {},
): Promise<void> {
  if (gates.length === 0) return;
  const results = await readResults(tx, request.workspaceId, [request.id]);
  for (const gate of gates) {
    const known = results.find(({ gateKey, kind }) => gateKey === gate.key && kind === gate.kind);
    if (isSlow(gate)) {
      await askSlow(tx, request, gate, { known, isForced });
      continue;
    }
    const found = await find(tx, request, gate, known);
    if (found)
      await keepResult(tx, request, gate, { known, found: { ...found, source: "automatic" } });
  }
}
