import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import { readVersionColumn } from "@/lib/datasets/queries/version-columns";
import type { StatisticsTask } from "../jobs/answer";
import { runStatistic } from "../jobs/run-statistic";

/** Answers a request for a statistic as JSON: the same computation that monitors do. */
export async function computeStatistic(actor: Actor, task: StatisticsTask): Promise<string> {
  assertCan(actor, "account:read");
  return runStatistic(task, (column) => readVersionColumn(actor, column));
}
