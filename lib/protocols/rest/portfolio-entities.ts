import { z } from "zod";
import { RISK_TIERS } from "@/lib/models/schema";
import { SEVERITIES } from "@/lib/monitors/schema/alerts";
import { WINDOW_VERDICTS } from "@/lib/monitors/schema/monitors";
import { METRICS, PERFORMANCE_VERDICTS } from "@/lib/monitors/schema/performance";
import type { PortfolioDto } from "@/lib/portfolio/dto/portfolio";
import { PORTFOLIO_HEALTHS } from "@/lib/portfolio/schema";
import { nextPageToken } from "./entities";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });
const owner = z.object({ email: z.string(), name: z.string() });
const health = z.enum(PORTFOLIO_HEALTHS);

const item = z
  .object({
    deployment: z.string(),
    environment: z.string(),
    model: z.string().meta({ description: "What answers most of the requests" }),
    version: z.int(),
    others: z.int().meta({ description: "Other versions that answer beside it" }),
    health,
    reason: z.string().meta({ description: "Why it is not serving as it should" }),
    owner: owner.nullable(),
    riskTier: z.enum(RISK_TIERS).nullable(),
    incidents: z
      .object({ count: z.int(), number: z.int(), openedAt: millis, severity: z.enum(SEVERITIES) })
      .nullable()
      .meta({ description: "Those that are not resolved: the oldest, and the worst severity" }),
    requestsPerDay: z.number().meta({ description: "Of the last seven days of UTC" }),
    errorRate: z.number().nullable(),
    days: z.array(z.int()).meta({ description: "Requests of the last fourteen days, today last" }),
    p99Ms: z.number().nullable(),
    performance: z
      .object({
        state: z.enum([...PERFORMANCE_VERDICTS, "no_target"]),
        monitorId: z.int().nullable(),
        metric: z.enum(METRICS).nullable(),
        value: z.number().nullable(),
        isEstimated: z.boolean().meta({ description: "By calibrated scores, without labels" }),
        limit: z.number().nullable().meta({ description: "The worst that the metric may be" }),
        at: millis.nullable(),
      })
      .nullable(),
    drift: z
      .object({
        verdict: z.enum([...WINDOW_VERDICTS, "waiting", "unwatched"]),
        monitorId: z.int().nullable(),
        at: millis.nullable(),
        driftedAt: millis.nullable(),
      })
      .nullable(),
    approval: z
      .object({
        request: z.int(),
        at: millis,
        by: z.array(z.string()),
        validUntil: millis.nullable(),
        isLapsed: z.boolean(),
      })
      .nullable(),
  })
  .meta({ id: "PortfolioItem" });

const summary = z
  .object({
    models: z.int(),
    deployments: z.int(),
    healths: z.record(health, z.int()),
    healthyShare: z.number().nullable(),
    incidents: z
      .object({
        open: z.int(),
        critical: z.int(),
        meanAcknowledgeMs: z.number().nullable(),
        meanResolveMs: z.number().nullable(),
      })
      .nullable(),
    approvalsWaiting: z.int().nullable(),
  })
  .meta({ id: "PortfolioSummary" });

export const portfolioEntity: z.ZodType<PortfolioDto> = z
  .object({
    environments: z.array(z.string()),
    summary,
    owners: z.array(owner),
    total: z.int(),
    items: z.array(item),
    nextPageToken,
  })
  .meta({ id: "Portfolio" });
