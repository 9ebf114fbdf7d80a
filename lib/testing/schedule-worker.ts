/** A worker that follows schedules and nothing else, for a test to kill: says "ready" and goes on until it dies. */
import { ScheduleRunner } from "@/lib/pipelines/jobs/schedule-runner";

new ScheduleRunner().start();
// Nor longer than whoever started it.
process.stdin.resume().once("end", () => process.exit());
process.stdout.write("ready\n");
