import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { environmentName } from "@/lib/deployments/schema/deployments";
import { RISK_TIERS } from "@/lib/models/schema";

/** How a model in production is, the worst first. */
export const PORTFOLIO_HEALTHS = ["down", "degraded", "starting", "stopped", "serving"] as const;
export type PortfolioHealth = (typeof PORTFOLIO_HEALTHS)[number];

export const PORTFOLIO_SORTS = [
  "health",
  "name",
  "owner",
  "risk",
  "requests",
  "errors",
  "p99",
  "incidents",
] as const;
export type PortfolioSort = (typeof PORTFOLIO_SORTS)[number];

export const portfolioFilter = z.object({
  environment: environmentName
    .optional()
    .meta({ description: "Another environment than those of production" }),
  owner: storableText.trim().max(320).optional().meta({ description: "E-mail of a model's owner" }),
  risk: z.enum(RISK_TIERS).optional(),
  health: z.enum(PORTFOLIO_HEALTHS).optional(),
  search: storableText
    .trim()
    .max(256)
    .optional()
    .meta({ description: "Part of the name of a deployment or model" }),
  sort: z.enum(PORTFOLIO_SORTS).default("health"),
  isAscending: z
    .union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")])
    .optional()
    .meta({
      description:
        "When absent, names and owners rise and everything else begins with the worst or the most",
    }),
});
export type PortfolioFilter = z.output<typeof portfolioFilter>;

export const portfolioInput = portfolioFilter.extend(pageInput.shape);
export type PortfolioInput = z.output<typeof portfolioInput>;
