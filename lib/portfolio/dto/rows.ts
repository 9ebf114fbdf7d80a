import { latencyQuantile } from "@/lib/deployments/rules/latency";
import type { DeploymentStatus, StateStatus } from "@/lib/deployments/schema/deployments";
import { riskTierOf } from "@/lib/models/rules/risk";
import { SEVERITIES } from "@/lib/monitors/schema/alerts";
import { daysOf, knownDays } from "../rules/days";
import { driftOf, type Watched } from "../rules/drift";
import { portfolioHealth } from "../rules/health";
import { type Judged, performanceOf } from "../rules/performance";
import type { FactDto, PortfolioIncidentsDto, PortfolioItemDto } from "./portfolio";

/** A revision that the plan in force names. */
interface ServedRow {
  number: number;
  model: string;
  version: number;
  /** Text, so that JSON keeps all of its digits; null for a version that was deleted. */
  versionId: string | null;
  owner: string | null;
  ownerName: string | null;
  riskTier: string | null;
  status: StateStatus;
  observedAt: number;
}

/** What the order and the filters of a portfolio need of a deployment. */
export interface FactRow {
  id: number;
  name: string;
  environment: string;
  status: DeploymentStatus;
  createdAt: Date;
  /** Of the plan in force, which the database holds to its shape. */
  weights: { revision: number; weight: number }[];
  revisions: ServedRow[] | null;
  requests: number | null;
  errors: number | null;
  /** Null too where it was not asked for. */
  latency: (number | null)[] | null;
  /** How many are not resolved, and the number of the oldest. */
  incidents: number | null;
  incident: number | null;
  openedAt: Date | null;
  /** Its place among the severities, from 1. */
  severity: number | null;
}

/** What is told of a deployment that stands on a page. */
export interface DetailRow {
  id: number;
  days: { at: number; requests: number }[] | null;
  latency: (number | null)[] | null;
  monitors: (Watched & Judged)[] | null;
  request: number | null;
  approvedAt: Date | null;
  by: string[] | null;
  validUntil: Date | null;
}

/** With what its details are asked for by. */
export interface Fact extends FactDto {
  id: number;
  versionId: string | null;
  /** For the order by it alone: null where there is another. */
  orderedP99: number | null;
}

const p99Of = (latency: DetailRow["latency"]): number | null =>
  latencyQuantile(
    (latency ?? []).map((count) => count ?? 0),
    0.99,
  );

function incidentsOf(row: FactRow): PortfolioIncidentsDto | null {
  const { incidents, incident, openedAt, severity } = row;
  const worst = severity === null ? undefined : SEVERITIES[severity - 1];
  if (incidents === null || incident === null || openedAt === null || !worst) return null;
  return { count: incidents, number: incident, openedAt: openedAt.getTime(), severity: worst };
}

export function toFact(row: FactRow, now: number): Fact {
  const weightOf = (number: number) =>
    row.weights.find(({ revision }) => revision === number)?.weight ?? 0;
  const answering = (row.revisions ?? [])
    .map((revision) => ({ ...revision, weight: weightOf(revision.number) }))
    .filter(({ weight }) => weight > 0)
    .sort((one, other) => other.weight - one.weight || other.number - one.number);
  const incidents = incidentsOf(row);
  const parts = answering.map(({ weight, status, observedAt }) => ({
    weight,
    state: { status, observedAt },
  }));
  const [main] = answering;
  const requests = row.requests ?? 0;
  return {
    id: row.id,
    deployment: row.name,
    environment: row.environment,
    // A plan always names a revision that answers, and revisions are never deleted.
    model: main?.model ?? "",
    version: main?.version ?? 0,
    others: Math.max(0, answering.length - 1),
    versionId: main?.versionId ?? null,
    orderedP99: p99Of(row.latency),
    ...portfolioHealth({ status: row.status, parts, incident: incidents?.severity ?? null }, now),
    owner: main?.owner ? { email: main.owner, name: main.ownerName ?? main.owner } : null,
    riskTier: main?.riskTier ? riskTierOf(main.riskTier) : null,
    incidents,
    requestsPerDay: requests / knownDays(row.createdAt.getTime(), now),
    errorRate: requests === 0 ? null : (row.errors ?? 0) / requests,
  };
}

interface Shown {
  detail: DetailRow | undefined;
  mayReadMonitors: boolean;
  now: number;
}

export function toItem(
  { id: _id, versionId: _versionId, orderedP99: _p99, ...fact }: Fact,
  { detail, mayReadMonitors, now }: Shown,
): PortfolioItemDto {
  const validUntil = detail?.validUntil?.getTime() ?? null;
  return {
    ...fact,
    days: daysOf(detail?.days ?? [], now),
    p99Ms: p99Of(detail?.latency ?? null),
    performance: mayReadMonitors ? performanceOf(detail?.monitors ?? []) : null,
    drift: mayReadMonitors ? driftOf(detail?.monitors ?? []) : null,
    approval:
      detail?.request && detail.approvedAt
        ? {
            request: detail.request,
            at: detail.approvedAt.getTime(),
            by: detail.by ?? [],
            validUntil,
            isLapsed: validUntil !== null && validUntil <= now,
          }
        : null,
  };
}
