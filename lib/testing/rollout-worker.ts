/** A worker that follows rollouts and nothing else, for a test to kill: says "ready" and goes on until it dies. */
import { settleEnv } from "@/lib/core/env";
import { RolloutRunner } from "@/lib/deployments/jobs/rollout-runner";

settleEnv({ DATABASE_URL: process.argv[2] ?? "", LOG_LEVEL: "silent" });
new RolloutRunner().start();
setInterval(() => undefined, 1_000);
process.stdout.write("ready\n");
