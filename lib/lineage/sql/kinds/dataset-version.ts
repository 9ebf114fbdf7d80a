import "server-only";
import { routes } from "@/lib/core/routes";
import { columns, NONE, numberOf, RUN, SHOWN_RUN } from "./fragments";
import type { KindSql } from "./kind";
import { besideVersion, watchedVersions } from "./monitor";
import { toldAtPlace, toldOfContent } from "./told";

const from = "dataset-version";

export const datasetVersion: KindSql = {
  described: `SELECT ${columns("d.id::text", "s.name || ' v' || d.number", "coalesce(nullif(s.place, ''), s.source_type)", "''", "d.created_at", "NULL::bigint", NONE, "ARRAY[d.dataset_id::text, d.number::text]", "d.dataset_id::text")}
    FROM dataset_versions d JOIN datasets s ON s.id = d.dataset_id WHERE d.workspace_id = $1 AND d.id = ANY($3::bigint[])`,
  page: (workspace, [dataset, number]) =>
    dataset ? routes.dataset(workspace, Number(dataset), { version: number ?? undefined }) : null,
  upstream: [
    toldOfContent("external-run", { from, at: "target", role: "wrote" }),
    toldOfContent("external-job", { from, at: "target", role: "declared" }),
    toldAtPlace,
  ],
  downstream: [
    (limit) => `SELECT ${RUN}, 'read' AS role, i.context AS detail, r.start_time AS at
      FROM run_inputs i JOIN runs r ON r.id = i.run_id
      WHERE i.version_id = ${numberOf(from)} AND ${SHOWN_RUN} ORDER BY i.run_id DESC ${limit}`,
    besideVersion(numberOf(from)),
    watchedVersions(numberOf(from)),
    toldOfContent("external-run", { from, at: "source", role: "read" }),
    toldOfContent("external-job", { from, at: "source", role: "declared" }),
  ],
};
