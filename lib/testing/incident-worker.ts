/** A worker that does what is due about incidents and nothing else, for a test to kill: says "ready" and goes on until it dies. */
import { setTimeout as after } from "node:timers/promises";
import { actOnIncidents } from "@/lib/incidents/jobs/act";

// Nor longer than whoever started it.
process.stdin.resume().once("end", () => process.exit());
process.stdout.write("ready\n");
for (;;) {
  await actOnIncidents();
  await after(5);
}
