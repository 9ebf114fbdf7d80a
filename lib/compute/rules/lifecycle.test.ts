import { describe, expect, test } from "vitest";
import {
  type ActiveJob,
  isSilent,
  mayStop,
  nextStep,
  type Observation,
  retryDelay,
} from "./lifecycle";

const NOW = 1_000_000;
const job = (more: Partial<ActiveJob> = {}): ActiveJob => ({
  attempt: 1,
  maxAttempts: 1,
  startedAt: NOW - 5_000,
  cancelRequestedAt: null,
  wallClockSeconds: 60,
  ...more,
});
const seen = (state: Observation["state"], exitCode: number | null = null) => ({ state, exitCode });
const LATE = { startedAt: NOW - 60_000 };

describe("a job that goes on", () => {
  test("is left alone within its time", () => {
    expect(nextStep(job(), seen("running"), NOW)).toEqual({ kind: "wait" });
    expect(nextStep(job({ startedAt: null }), seen("pending"), NOW)).toEqual({ kind: "wait" });
  });
  test("is asked to stop when its time is over or somebody wants it, and forced ten seconds later", () => {
    expect(nextStep(job(LATE), seen("running"), NOW)).toEqual({ kind: "stop", isForced: false });
    const cancelled = job({ cancelRequestedAt: NOW });
    expect(nextStep(cancelled, seen("running"), NOW + 9_999)).toMatchObject({ isForced: false });
    expect(nextStep(cancelled, seen("running"), NOW + 10_000)).toMatchObject({ isForced: true });
    expect(nextStep(job(LATE), seen("running"), NOW + 10_000)).toMatchObject({ isForced: true });
  });
  test("and fills its disk is asked to stop, and forced two seconds later", () => {
    const full = { ...seen("running"), excess: { reason: "It is full.", since: NOW } };
    expect(nextStep(job(), full, NOW)).toEqual({ kind: "stop", isForced: false });
    expect(nextStep(job(), full, NOW + 2_000)).toEqual({ kind: "stop", isForced: true });
  });
  test("but waits at its backend is told to stop, and not waited for", () => {
    const cancelled = job({ cancelRequestedAt: NOW });
    expect(nextStep(cancelled, seen("pending"), NOW)).toEqual({ kind: "stop", isForced: false });
    const ended = { kind: "end", status: "cancelled" };
    expect(nextStep(cancelled, seen("pending"), NOW + 10_000)).toMatchObject(ended);
    const late = { kind: "end", status: "failed", reason: expect.stringContaining("limit") };
    expect(nextStep(job(LATE), seen("pending"), NOW + 10_000)).toMatchObject(late);
  });
});

describe("a job that is over", () => {
  test("has succeeded when it did, even if somebody wanted to stop it", () => {
    const step = { kind: "end", status: "succeeded", reason: null, exitCode: 0 };
    expect(nextStep(job(), seen("succeeded", 0), NOW)).toEqual(step);
    expect(nextStep(job({ cancelRequestedAt: NOW }), seen("succeeded", 0), NOW)).toEqual(step);
  });
  test("says why it failed, by its exit code", () => {
    const reasonOf = (code: number) => {
      const step = nextStep(job(), seen("failed", code), NOW);
      return step.kind === "end" ? step.reason : null;
    };
    expect(reasonOf(3)).toBe("The command ended with exit code 3.");
    expect(reasonOf(127)).toBe("The command was not found (exit code 127).");
    expect(reasonOf(137)).toContain("out of memory");
  });
  test("was cancelled when that was wanted, however it went", () => {
    for (const state of ["stopped", "failed", "unknown"] as const)
      expect(
        nextStep(job({ cancelRequestedAt: NOW, maxAttempts: 3 }), seen(state), NOW),
      ).toMatchObject({ kind: "end", status: "cancelled" });
  });
  test("ran too long when it was stopped for that", () => {
    expect(nextStep(job(LATE), seen("stopped", 143), NOW)).toEqual({
      kind: "end",
      status: "failed",
      reason: "It ran longer than its limit of 1m 00s.",
      exitCode: 143,
    });
  });
  test("was too large when it was stopped for that, unless somebody had cancelled it", () => {
    const full = { ...seen("stopped", 137), excess: { reason: "It is full.", since: NOW } };
    expect(nextStep(job(), full, NOW)).toMatchObject({ status: "failed", reason: "It is full." });
    const cancelled = job({ cancelRequestedAt: NOW });
    expect(nextStep(cancelled, full, NOW)).toMatchObject({ status: "cancelled" });
  });
  test("is lost when its backend does not know it", () => {
    expect(nextStep(job(), seen("unknown"), NOW)).toMatchObject({ kind: "end", status: "lost" });
  });
  test("is tried again while attempts are left, later each time", () => {
    for (const state of ["failed", "stopped", "unknown"] as const)
      expect(nextStep(job({ maxAttempts: 2 }), seen(state), NOW)).toMatchObject({
        kind: "retry",
        afterMs: 10_000,
      });
    const last = job({ attempt: 2, maxAttempts: 2 });
    expect(nextStep(last, seen("failed", 1), NOW)).toMatchObject({ kind: "end" });
    expect([1, 2, 3, 20].map(retryDelay)).toEqual([10_000, 20_000, 40_000, 3_600_000]);
  });
});

test("a job is stopped by whoever launched it and by admins", () => {
  const theirs = { requestedById: "ada" };
  expect(mayStop({ userId: "ada", role: "contributor" }, theirs)).toBe(true);
  expect(mayStop({ userId: "grace", role: "contributor" }, theirs)).toBe(false);
  expect(mayStop({ userId: "grace", role: "admin" }, theirs)).toBe(true);
});

test("a running job that nobody has looked at for a minute is silent, and no other", () => {
  expect(isSilent({ status: "running", heartbeatAt: NOW - 60_001 }, NOW)).toBe(true);
  expect(isSilent({ status: "running", heartbeatAt: NOW - 60_000 }, NOW)).toBe(false);
  expect(isSilent({ status: "failed", heartbeatAt: 0 }, NOW)).toBe(false);
});
