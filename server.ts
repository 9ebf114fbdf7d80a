import { settleThreads } from "@/lib/core/open-thread";
import { start } from "@/lib/server/start";

async function main(): Promise<void> {
  settleThreads(import.meta.url);
  const starting = start();
  // A signal that comes while starting waits for the start, so that nothing is cut off half-way.
  const stop = () => {
    void starting
      .then((running) => running.stop())
      .then(
        () => process.exit(0),
        () => process.exit(1),
      );
  };
  process.once("SIGTERM", stop);
  process.once("SIGINT", stop);
  const running = await starting;
  process.stdout.write(`\n  Slipway is ready at ${running.url}\n`);
  if (running.firstPassword)
    process.stdout.write(
      `\n  First sign-in, shown only once:\n    e-mail    ${running.adminEmail}\n    password  ${running.firstPassword}\n`,
    );
  process.stdout.write("\n");
}

main().catch((error: unknown) => {
  process.stderr.write(`\n${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
