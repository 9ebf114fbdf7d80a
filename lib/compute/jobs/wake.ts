import "server-only";

/** Whoever waits in this process for a job to be launched; kept once, though this file is loaded twice. */
const shared = globalThis as typeof globalThis & { slipwayJobWaiters?: Set<() => void> };

function waiters(): Set<() => void> {
  shared.slipwayJobWaiters ??= new Set();
  return shared.slipwayJobWaiters;
}

/** Tells the supervisor of this process, if there is one, not to wait for its next look. */
export function wakeSupervisor(): void {
  for (const wake of [...waiters()]) wake();
}

/** Resolves when a job is launched by this process, when the time is over, or at the signal. */
export function untilLaunch(waitMs: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      waiters().delete(done);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, waitMs).unref();
    waiters().add(done);
    signal.addEventListener("abort", done, { once: true });
    if (signal.aborted) done();
  });
}
