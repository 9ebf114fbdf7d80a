/**
 * Keeps one training going, an epoch a second, so that there is something to watch; ends it properly when told to stop.
 *
 *   npx tsx examples/typescript/live.ts
 */
import { flights } from "./data";
import { ensureExperiment } from "./mlflow";
import { randomFrom } from "./network";
import { drawSettings } from "./sweep";
import { train } from "./train";

const stopping = new AbortController();
for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stopping.abort());

const table = flights();
const random = randomFrom(Date.now());
const experimentId = await ensureExperiment(table.name, `Classifies ${table.source}.`);
for (let round = 1; !stopping.signal.aborted; round += 1)
  await train({
    table,
    settings: drawSettings(random, 300, round),
    experimentId,
    user: process.env.USER ?? "somebody",
    name: `live ${new Date().toISOString().slice(11, 16)}`,
    restMs: 1_000,
    signal: stopping.signal,
  });
