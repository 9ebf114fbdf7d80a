import { RISK_TIERS } from "@/lib/models/schema";
import { SEVERITIES } from "@/lib/monitors/schema/alerts";
import type { Fact } from "../dto/rows";
import { PORTFOLIO_HEALTHS, type PortfolioFilter, type PortfolioSort } from "../schema";

type Key = string | number | null;

const falling = (value: number | null): number | null => (value === null ? null : -value);
const riskOf = ({ riskTier }: Fact) => riskTier && falling(RISK_TIERS.indexOf(riskTier));
const severityOf = ({ incidents }: Fact) =>
  incidents && falling(SEVERITIES.indexOf(incidents.severity));

/** What is compared, so that the usual direction begins with the first name, the worst or the most. */
const KEYS: Readonly<Record<PortfolioSort, (fact: Fact) => Key[]>> = {
  health: (fact) => [PORTFOLIO_HEALTHS.indexOf(fact.health), severityOf(fact), riskOf(fact)],
  name: ({ deployment }) => [deployment],
  owner: ({ owner }) => [owner?.name ?? null],
  risk: (fact) => [riskOf(fact)],
  requests: ({ requestsPerDay }) => [falling(requestsPerDay)],
  errors: ({ errorRate }) => [falling(errorRate)],
  p99: ({ orderedP99 }) => [falling(orderedP99)],
  incidents: (fact) => [severityOf(fact), fact.incidents?.openedAt ?? null],
};

/** What has no value comes last, whichever way the others go. */
function compareKeys(one: readonly Key[], other: readonly Key[], sign: 1 | -1): number {
  for (const [index, a] of one.entries()) {
    const b = other[index] ?? null;
    if (a === b) continue;
    if (a === null) return 1;
    if (b === null) return -1;
    const order =
      typeof a === "string" ? a.localeCompare(String(b), "en") : Math.sign(a - Number(b));
    if (order !== 0) return sign * order;
  }
  return 0;
}

/** Whether the usual direction of an order is the rising one. */
export const risesUsually = (sort: PortfolioSort): boolean => sort === "name" || sort === "owner";

const isLike = (text: string, part: string) => text.toLowerCase().includes(part.toLowerCase());

/** What a filter finds, in its order. */
export function chooseFacts(
  facts: readonly Fact[],
  { owner, risk, health, search, sort, isAscending }: PortfolioFilter,
): Fact[] {
  const rises = risesUsually(sort);
  const sign = (isAscending ?? rises) === rises ? 1 : -1;
  return facts
    .filter(
      (fact) =>
        (!owner || fact.owner?.email === owner) &&
        (!risk || fact.riskTier === risk) &&
        (!health || fact.health === health) &&
        (!search || isLike(fact.deployment, search) || isLike(fact.model, search)),
    )
    .map((fact) => ({ fact, keys: KEYS[sort](fact) }))
    .sort(
      (one, other) =>
        compareKeys(one.keys, other.keys, sign) ||
        one.fact.deployment.localeCompare(other.fact.deployment, "en"),
    )
    .map(({ fact }) => fact);
}
