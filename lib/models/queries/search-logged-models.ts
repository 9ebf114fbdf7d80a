import "server-only";
import { z } from "zod";
import { type Actor, assertCan } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import type { Page } from "@/lib/core/page";
import { decodePageToken, encodePageToken } from "@/lib/core/page-token";
import { parseOrderBy } from "@/lib/core/search/order-by";
import { loggedModelVocabulary } from "@/lib/core/search/vocabulary";
import { db } from "@/lib/db/client";
import { SqlParameters } from "@/lib/db/conditions";
import type { LoggedModelDto } from "../dto/logged-models";
import type { DatasetNarrowing, LoggedModelOrder, SearchLoggedModelsInput } from "../schema";
import { compileLoggedFilter, datasetSql, orderKeys } from "../sql/logged-filter";
import { hydrateLoggedModels, LOGGED_INCLUDE } from "../sql/logged-models";
import { fetchIds, keyValues } from "../sql/page";

const tokenSchema = z.object({
  experiment_ids: z.array(z.number()),
  filter: z.string(),
  order_by: z.string(),
  k: keyValues,
});

/** What a token was made for; another request must not go on from it. */
function requestOf({ experimentIds, filter = "", orderBy, datasets }: SearchLoggedModelsInput) {
  return { experiment_ids: experimentIds, filter, order_by: JSON.stringify([orderBy, datasets]) };
}

function parseToken(input: SearchLoggedModelsInput): string[] | null {
  if (!input.pageToken) return null;
  const parsed = tokenSchema.safeParse(decodePageToken(input.pageToken));
  if (!parsed.success) throw new AppError("INVALID", "Invalid page token.");
  const { k, ...made } = parsed.data;
  const asked = requestOf(input);
  const differs = (what: string) =>
    new AppError("INVALID", `${what} in the page token do not match the requested ones.`);
  if (JSON.stringify(made.experiment_ids) !== JSON.stringify(asked.experiment_ids))
    throw differs("Experiment IDs");
  if (made.filter !== asked.filter) throw differs("The filter conditions");
  if (made.order_by !== asked.order_by) throw differs("The order_by fields and datasets");
  return k;
}

function checkDatasets(datasets: readonly DatasetNarrowing[]): void {
  if (datasets.some(({ name }) => !name))
    throw new AppError("INVALID", "`dataset_name` in the `datasets` clause must be specified.");
}

/** MLflow's order objects, checked by the same rules as order clauses are. */
function checkOrder(orderBy: readonly LoggedModelOrder[]) {
  return orderBy.map((order) => {
    const isMetric = order.field.startsWith("metrics.");
    if (order.field.includes(".") && !isMetric)
      throw new AppError(
        "INVALID",
        `Invalid order by field name: ${order.field.slice(0, 200)}. Only metrics are supported.`,
      );
    if (isMetric) return { ...order, kind: "metric" as const, key: order.field.slice(8) };
    const [clause] = parseOrderBy([`\`${order.field}\``], loggedModelVocabulary);
    if (clause?.kind !== "attribute")
      throw new AppError("INVALID", `Invalid order by field name: ${order.field.slice(0, 200)}`);
    return { ...order, kind: "attribute" as const, field: clause.field };
  });
}

/** Logged models of some experiments that are not deleted, by MLflow's grammar. */
export async function searchLoggedModels(
  actor: Actor,
  input: SearchLoggedModelsInput,
): Promise<Page<LoggedModelDto>> {
  assertCan(actor, "run:read");
  checkDatasets(input.datasets);
  const after = parseToken(input);
  const parameters = new SqlParameters();
  const filter = compileLoggedFilter(input.filter, input.datasets, parameters);
  const { joins, keys } = orderKeys(checkOrder(input.orderBy), parameters);
  const { ids, last } = await fetchIds({
    id: "l.id",
    from: `logged_models l ${joins}`,
    where: `l.workspace_id = ${parameters.add(actor.workspaceId)} AND l.deleted_at IS NULL
      AND l.experiment_id = ANY(${parameters.add(input.experimentIds)}::bigint[])
      AND ${filter.sql} ${filter.hasMetric ? "" : `AND ${datasetSql(input.datasets, parameters)}`}`,
    keys,
    parameters,
    limit: input.limit,
    after,
  });
  const found = await db().loggedModel.findMany({
    where: { id: { in: ids }, workspaceId: actor.workspaceId },
    include: LOGGED_INCLUDE,
  });
  const byId = new Map(found.map((row) => [row.id, row]));
  return {
    items: await hydrateLoggedModels(ids.flatMap((id) => byId.get(id) ?? [])),
    ...(last ? { nextPageToken: encodePageToken({ ...requestOf(input), k: last }) } : {}),
  };
}
