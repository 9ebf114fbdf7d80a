/** Posts predictions, adds up what is counted and counts the log anew, all at once, for a test to kill: says "ready" and goes on until it dies. */
import { Readable } from "node:stream";
import { pool } from "@/lib/db/pool";
import { postPredictions } from "@/lib/gateway/commands/post-predictions";
import { recountHandler } from "@/lib/gateway/jobs/recount";
import { lookAtMonitors } from "@/lib/monitors/jobs/look";
import { postedRows } from "./monitors";

/** What the test hands over: who posts, how many rows, and what a recount is told. */
const { actor, rows, now, recount } = JSON.parse(process.env.COUNTED ?? "{}");

async function forever(work: () => Promise<unknown>): Promise<never> {
  for (;;) await work();
}

const body = Buffer.from(postedRows(rows, now));
const input = { deployment: "nightly", format: "lines", idempotencyKey: undefined } as const;
const again = { signal: new AbortController().signal, number: 1, isLast: false };

void Promise.all([
  forever(() => postPredictions(actor, input, Readable.from([body]))),
  forever(lookAtMonitors),
  forever(async () => {
    await pool().query("UPDATE profiled_hours SET recounted_at = NULL WHERE plan_id = $1", [
      recount.planId,
    ]);
    await recountHandler.run(recount, again);
  }),
]);
process.stdin.resume().once("end", () => process.exit());
process.stdout.write("ready\n");
