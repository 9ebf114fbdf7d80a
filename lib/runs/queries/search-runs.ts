import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { parseOrderBy } from "@/lib/core/search/order-by";
import { runVocabulary } from "@/lib/core/search/vocabulary";
import type { Page } from "@/lib/experiments/dto";
import type { LifecycleView } from "@/lib/experiments/rules";
import type { EncodedRunDto } from "../dto/encoded-run";
import { hydrateEncoded } from "../sql/hydrate";
import { fetchRunPage, type RequestedOrder } from "../sql/run-page";

export interface SearchRunsInput {
  experimentIds: readonly number[];
  filter?: string | undefined;
  /** MLflow's clauses, such as "metrics.loss ASC". */
  orderBy: readonly string[];
  view: LifecycleView;
  limit: number;
  pageToken?: string | undefined;
}

function requestedOrder(orderBy: readonly string[]): RequestedOrder[] {
  return parseOrderBy(orderBy, runVocabulary).map((clause): RequestedOrder => {
    if (clause.kind === "attribute") return clause;
    const { key, ascending } = clause;
    return clause.kind === "metric"
      ? { kind: "metric", key, aggregate: "last", ascending }
      : { kind: clause.kind, key, isNumeric: false, ascending };
  });
}

/** Runs of some experiments, filtered and ordered in MLflow's grammar; a deep page costs what the first one costs. */
export async function searchRuns(
  actor: Actor,
  input: SearchRunsInput,
): Promise<Page<EncodedRunDto>> {
  assertCan(actor, "run:read");
  const { rows, nextPageToken } = await fetchRunPage(actor, {
    ...input,
    order: requestedOrder(input.orderBy),
    ties: "protocol",
  });
  return {
    items: await hydrateEncoded(rows),
    ...(nextPageToken === undefined ? {} : { nextPageToken }),
  };
}
