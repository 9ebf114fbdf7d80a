import "server-only";
import type { Direction, NodeKind } from "../../rules/nodes";
import { approval } from "./approval";
import { datasetVersion } from "./dataset-version";
import { deployment } from "./deployment";
import { externalDataset } from "./external-dataset";
import { externalJob } from "./external-job";
import { externalRun } from "./external-run";
import { incident } from "./incident";
import { job } from "./job";
import type { KindSql } from "./kind";
import { loggedModel } from "./logged-model";
import { modelVersion } from "./model-version";
import { monitor } from "./monitor";
import { placement } from "./placement";
import { rollback } from "./rollback";
import { rollout } from "./rollout";
import { run } from "./run";

export const KINDS: Readonly<Record<NodeKind, KindSql>> = {
  "external-job": externalJob,
  "external-run": externalRun,
  "external-dataset": externalDataset,
  "dataset-version": datasetVersion,
  job,
  run,
  "logged-model": loggedModel,
  "model-version": modelVersion,
  approval,
  placement,
  rollout,
  rollback,
  deployment,
  monitor,
  incident,
};

/** All neighbours of `f` in one direction, in one query: at most `limit` by each way of being a neighbour. Empty where none of the kinds has any. */
export function neighboursSql(
  direction: Direction,
  kinds: ReadonlySet<string> | "all",
  limit: number | null,
): string {
  const rows = limit === null ? "" : `LIMIT ${limit}`;
  return Object.entries(KINDS)
    .filter(([from]) => kinds === "all" || kinds.has(from))
    .flatMap(([from, kind]) =>
      kind[direction].map((arm) => `(SELECT * FROM (${arm(rows)}) s WHERE f.kind = '${from}')`),
    )
    .join("\nUNION ALL\n");
}
