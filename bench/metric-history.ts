/** How a chart of a million points compares with a bare aggregate over the same rows. */
import { closeDatabase } from "@/lib/db/client";
import { closePool, pool } from "@/lib/db/pool";
import { internKeys } from "@/lib/experiments/sql";
import { getMetricBuckets } from "@/lib/runs/queries/metric-buckets";
import { getMetricHistory } from "@/lib/runs/queries/metric-history";
import { compare, figures, measurement, report } from "./support/report";
import { makeBenchActor, makeBenchExperiment, settle } from "./support/run-data";

const POINTS = 1_000_000;
const BUCKETS = 1_000;

async function main(): Promise<void> {
  const client = await pool().connect();
  const actor = await makeBenchActor(client);
  const experimentId = await makeBenchExperiment(client, actor);
  const keyId = (await internKeys(actor.workspaceId, ["loss"])).get("loss");
  const { rows } = await pool().query<{ id: number; uuid: string }>(
    `INSERT INTO runs (uuid, workspace_id, experiment_id, name, user_id, status, start_time, artifact_uri, last_activity_at)
     VALUES (md5($1 || 'history'), $1::uuid, $2, 'long', '', 1, 1700000000000, '', 1700000000000) RETURNING id, uuid`,
    [actor.workspaceId, experimentId],
  );
  const run = rows[0];
  if (!run) throw new Error("The run was not made.");
  console.log(`Writing ${POINTS} points …`);
  await pool().query(
    `INSERT INTO metric_points (run_id, key_id, step, time, value)
     SELECT $1, $2, n, 1700000000000 + n * 100, 1 / (1 + n / 1000.0) + random() / 10 FROM generate_series(0, $3::int - 1) AS n`,
    [run.id, keyId, POINTS],
  );
  await pool().query(
    `INSERT INTO metric_series (run_id, key_id, experiment_id, points, last_value, last_step, last_time, min_value,
       min_step, max_value, max_step, first_step, first_time, is_monotone)
     VALUES ($1, $2, $3, $4::bigint, 0, $4::bigint - 1, 1700000000000 + ($4::bigint - 1) * 100, 0, 0, 1, 0, 0, 1700000000000, true)`,
    [run.id, keyId, experimentId, POINTS],
  );
  await settle(client);
  client.release();
  const bare = () =>
    pool().query(
      "SELECT count(*), min(value), max(value), avg(value) FROM metric_points WHERE run_id = $1 AND key_id = $2",
      [run.id, keyId],
    );
  const chart = (x: "step" | "time", buckets = BUCKETS) =>
    getMetricBuckets(actor, { runUuids: [run.uuid], keys: ["loss"], x, buckets });
  const history = (pageToken?: string) =>
    getMetricHistory(actor, { runUuid: run.uuid, key: "loss", limit: 25_000, pageToken });
  let token: string | undefined;
  for (let page = 0; page < 35; page += 1) token = (await history(token)).nextPageToken;

  const bySteps = await compare(() => chart("step"), bare);
  const byTime = await compare(() => chart("time"), bare);
  const deep = await compare(
    () => history(token),
    () => history(),
  );
  await report("metric-history", [
    measurement(
      "chart of 1,000,000 points in 1,000 buckets by step against a bare aggregate",
      bySteps.ratio,
      2,
      figures(bySteps),
    ),
    measurement("the same by time", byTime.ratio, 2, figures(byTime)),
    measurement("the 36th page of a history against the first", deep.ratio, 1.5, figures(deep)),
  ]);
  await closeDatabase();
  await closePool();
}

main().catch((error: unknown) => {
  console.error(error);
  process.exit(1);
});
