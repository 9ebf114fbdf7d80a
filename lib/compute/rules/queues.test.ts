import { expect, test } from "vitest";
import { holdOf } from "./queues";

const place = { isEnabled: true, isReachable: true, maxJobs: 2, running: 1 };
const job = { dueAt: 100, isOverOwnShare: false };

test("a job that waits is told what it waits for", () => {
  expect(holdOf(job, place, 100)).toBe("next");
  expect(holdOf(job, { ...place, running: 2 }, 100)).toBe("full");
  expect(holdOf({ ...job, isOverOwnShare: true }, { ...place, running: 2 }, 100)).toBe("own_share");
  expect(holdOf(job, { ...place, running: 2 }, 99)).toBe("later");
  expect(holdOf(job, { ...place, isEnabled: false }, 99)).toBe("switched_off");
  expect(holdOf(job, { ...place, isReachable: false, isEnabled: false }, 100)).toBe("not_allowed");
});
