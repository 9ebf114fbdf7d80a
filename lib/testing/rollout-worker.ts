/** A worker that follows rollouts, many at once, and nothing else, for a test to kill: says "ready" and goes on until it dies. */
import { RolloutRunner } from "@/lib/deployments/jobs/rollout-runner";
import { readRevisionDrift } from "@/lib/monitors/jobs/revision-drift";

for (let runner = 0; runner < 4; runner += 1) new RolloutRunner(readRevisionDrift).start();
// Nor longer than whoever started it.
process.stdin.resume().once("end", () => process.exit());
process.stdout.write("ready\n");
