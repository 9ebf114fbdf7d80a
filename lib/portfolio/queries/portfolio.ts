import "server-only";
import { type Actor, assertCan, isAllowed } from "@/lib/access/actor";
import { csvLine } from "@/lib/core/csv";
import type { ExportedFile } from "@/lib/core/exported-file";
import { encodePageToken, pageOffset } from "@/lib/core/page-token";
import { db } from "@/lib/db/client";
import type { PortfolioDto, PortfolioItemDto, PortfolioSummaryDto } from "../dto/portfolio";
import { type Fact, toFact, toItem } from "../dto/rows";
import { CSV_HEADINGS, csvValues } from "../rules/csv";
import { firstDay, SPARK_DAYS, WEEK_DAYS } from "../rules/days";
import { productionEnvironments } from "../rules/environments";
import { chooseFacts } from "../rules/order";
import { sumUp } from "../rules/summary";
import type { PortfolioFilter, PortfolioInput } from "../schema";
import { readDetails } from "../sql/details";
import { readFacts, readIncidentSums } from "../sql/facts";

/** Over how long it is told how soon incidents are taken up. */
const SUMMED_DAYS = 30;
const EXPORT_PAGE = 200;

async function environmentsOf({ workspaceId }: Actor, named: string | undefined) {
  const all = await db().deploymentEnvironment.findMany({
    where: { workspaceId },
    orderBy: [{ position: "asc" }, { id: "asc" }],
    select: { name: true },
  });
  const chosen = named ? all.filter(({ name }) => name === named) : productionEnvironments(all);
  return chosen.map(({ name }) => name);
}

async function readAll(
  actor: Actor,
  environments: readonly string[],
  { sort }: Pick<PortfolioFilter, "sort">,
  now: number,
) {
  const rows = await readFacts({
    workspaceId: actor.workspaceId,
    environments,
    since: new Date(firstDay(WEEK_DAYS, now)),
    mayReadIncidents: isAllowed(actor, "incident:read"),
    mayReadModels: isAllowed(actor, "model:read"),
    withLatency: sort === "p99",
  });
  return rows.map((row) => toFact(row, now));
}

async function describeFacts(
  actor: Actor,
  facts: readonly Fact[],
  now: number,
): Promise<PortfolioItemDto[]> {
  const mayReadMonitors = isAllowed(actor, "monitor:read");
  const details = await readDetails(
    {
      workspaceId: actor.workspaceId,
      week: new Date(firstDay(WEEK_DAYS, now)),
      fortnight: new Date(firstDay(SPARK_DAYS, now)),
      mayReadMonitors,
      mayReadApprovals: isAllowed(actor, "approval:read"),
    },
    facts,
  );
  return facts.map((fact) => toItem(fact, { detail: details.get(fact.id), mayReadMonitors, now }));
}

async function summaryOf(
  actor: Actor,
  environments: readonly string[],
  facts: readonly Fact[],
): Promise<PortfolioSummaryDto> {
  const since = new Date(Date.now() - SUMMED_DAYS * 86_400_000);
  const { workspaceId } = actor;
  const [sums, approvalsWaiting] = await Promise.all([
    isAllowed(actor, "incident:read")
      ? readIncidentSums({ workspaceId, environments }, since)
      : null,
    isAllowed(actor, "approval:read")
      ? db().approvalRequest.count({ where: { workspaceId, status: "pending" } })
      : null,
  ]);
  const incidents = sums && {
    open: sums.open,
    critical: sums.critical,
    meanAcknowledgeMs: sums.acknowledgeMs,
    meanResolveMs: sums.resolveMs,
  };
  return { ...sumUp(facts), incidents, approvalsWaiting };
}

function ownersOf(facts: readonly Fact[]): PortfolioDto["owners"] {
  const owners = new Map(facts.flatMap(({ owner }) => (owner ? [[owner.email, owner]] : [])));
  return [...owners.values()].sort((one, other) => one.name.localeCompare(other.name, "en"));
}

/** How every model in production is: the facts of all of them in one query, and what a page tells of its own in another. */
export async function getPortfolio(actor: Actor, input: PortfolioInput): Promise<PortfolioDto> {
  assertCan(actor, "portfolio:read");
  const now = Date.now();
  const offset = pageOffset(input.pageToken);
  const environments = await environmentsOf(actor, input.environment);
  const facts = await readAll(actor, environments, input, now);
  const chosen = chooseFacts(facts, input);
  const end = offset + input.limit;
  const [items, summary] = await Promise.all([
    describeFacts(actor, chosen.slice(offset, end), now),
    summaryOf(actor, environments, facts),
  ]);
  return {
    environments,
    summary,
    owners: ownersOf(facts),
    total: chosen.length,
    items,
    ...(chosen.length > end ? { nextPageToken: encodePageToken({ offset: end }) } : {}),
  };
}

async function* linesOf(actor: Actor, facts: readonly Fact[], now: number) {
  yield csvLine(CSV_HEADINGS);
  for (let from = 0; from < facts.length; from += EXPORT_PAGE) {
    const items = await describeFacts(actor, facts.slice(from, from + EXPORT_PAGE), now);
    yield items.map((item) => csvLine(csvValues(item))).join("");
  }
}

/** Everything that a filter finds, in its order. */
export async function exportPortfolio(
  actor: Actor,
  filter: PortfolioFilter,
): Promise<ExportedFile> {
  assertCan(actor, "portfolio:read");
  const now = Date.now();
  const environments = await environmentsOf(actor, filter.environment);
  const chosen = chooseFacts(await readAll(actor, environments, filter, now), filter);
  return {
    name: `${actor.workspaceSlug}-portfolio.csv`,
    type: "text/csv",
    chunks: linesOf(actor, chosen, now),
  };
}
