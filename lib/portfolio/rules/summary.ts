import type { FactDto, PortfolioSummaryDto } from "../dto/portfolio";
import { PORTFOLIO_HEALTHS, type PortfolioHealth } from "../schema";

type Sums = Pick<PortfolioSummaryDto, "models" | "deployments" | "healths" | "healthyShare">;

/** What all deployments of a portfolio come to. */
export function sumUp(facts: readonly FactDto[]): Sums {
  const count = (health: PortfolioHealth) => facts.filter((fact) => fact.health === health).length;
  // Every health has its count, in the order of the list.
  const healths = Object.fromEntries(
    PORTFOLIO_HEALTHS.map((health) => [health, count(health)]),
  ) as Record<PortfolioHealth, number>;
  const wanted = facts.length - healths.stopped;
  return {
    models: new Set(facts.map(({ model }) => model)).size,
    deployments: facts.length,
    healths,
    healthyShare: wanted === 0 ? null : healths.serving / wanted,
  };
}
