/** A worker that gives jobs to this machine and follows them, and nothing else, for a test to kill. */
import { JobSupervisor } from "@/lib/compute/jobs/supervisor";

new JobSupervisor().start();
// Nor longer than whoever started it.
process.stdin.resume().once("end", () => process.exit());
process.stdout.write("ready\n");
