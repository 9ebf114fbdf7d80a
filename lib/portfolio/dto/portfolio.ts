import type { RiskTier } from "@/lib/models/schema";
import type { Severity } from "@/lib/monitors/schema/alerts";
import type { WindowVerdict } from "@/lib/monitors/schema/monitors";
import type { Metric, PerformanceVerdict } from "@/lib/monitors/schema/performance";
import type { PortfolioHealth } from "../schema";

/** What labels say of the target that was set for a monitored deployment. Times are milliseconds since the epoch. */
export interface PortfolioPerformanceDto {
  /** "no_target" where nobody said by what it is judged; "waiting" before a window could be judged. */
  state: PerformanceVerdict | "no_target";
  /** The monitor that says so. */
  monitorId: number | null;
  metric: Metric | null;
  /** By labels; by calibrated scores alone where there are none yet. */
  value: number | null;
  isEstimated: boolean;
  /** The worst that the metric may be; null while it is not known. */
  limit: number | null;
  at: number | null;
}

/** Times are milliseconds since the epoch. */
export interface PortfolioDriftDto {
  /** The worst of what its monitors found last; "waiting" before they found anything, "unwatched" without one. */
  verdict: WindowVerdict | "waiting" | "unwatched";
  /** The monitor that says so. */
  monitorId: number | null;
  /** When the window ended that says so. */
  at: number | null;
  /** When a window ended that had drifted, of the last ninety days. */
  driftedAt: number | null;
}

export interface PortfolioIncidentsDto {
  count: number;
  /** Of the oldest that is not resolved. */
  number: number;
  openedAt: number;
  /** The worst of them. */
  severity: Severity;
}

export interface PortfolioApprovalDto {
  request: number;
  at: number;
  /** Who signed for it. */
  by: string[];
  /** Until when somebody has to look at it again; null for no such bound. */
  validUntil: number | null;
  isLapsed: boolean;
}

/** What the order, the filters and the sums of a portfolio need to know of a deployment. */
export interface FactDto {
  deployment: string;
  environment: string;
  /** What answers most of the requests. */
  model: string;
  version: number;
  /** Other versions that answer beside it. */
  others: number;
  health: PortfolioHealth;
  /** Why it is not serving as it should, in a sentence; empty where it is. */
  reason: string;
  /** Null for nobody, and where the asker may not read models; so is the risk tier. */
  owner: { email: string; name: string } | null;
  riskTier: RiskTier | null;
  /** Null where none is open, and where the asker may not read them. */
  incidents: PortfolioIncidentsDto | null;
  /** Of the last seven days of UTC, today among them as far as it has come, or of as many as it exists. */
  requestsPerDay: number;
  /** Null without a request. */
  errorRate: number | null;
}

export interface PortfolioItemDto extends FactDto {
  /** Requests of each of the last fourteen days of UTC, today last. */
  days: number[];
  /** Of the last seven days, as the error rate; null without a request. */
  p99Ms: number | null;
  /** Null where the asker may not read monitors; so is the drift. */
  performance: PortfolioPerformanceDto | null;
  drift: PortfolioDriftDto | null;
  /** Of the version in its environment; null where none is on record, and where the asker may not read them. */
  approval: PortfolioApprovalDto | null;
}

export interface PortfolioSummaryDto {
  models: number;
  deployments: number;
  /** Of the deployments, by how they are. */
  healths: Record<PortfolioHealth, number>;
  /** The share that serves as it should, of those that are not stopped; null where there is none. */
  healthyShare: number | null;
  /** Null where the asker may not read incidents. */
  incidents: {
    open: number;
    critical: number;
    /** Of those that opened in the last thirty days, in milliseconds; null where none was taken up, or resolved. */
    meanAcknowledgeMs: number | null;
    meanResolveMs: number | null;
  } | null;
  /** Requests that wait in the whole workspace; null where the asker may not read them. */
  approvalsWaiting: number | null;
}

export interface PortfolioDto {
  /** The environments that it is about. */
  environments: string[];
  /** Of everything there, whatever the filter. */
  summary: PortfolioSummaryDto;
  /** Whoever owns a model there. */
  owners: { email: string; name: string }[];
  /** How many the filter finds. */
  total: number;
  items: PortfolioItemDto[];
  nextPageToken?: string;
}
