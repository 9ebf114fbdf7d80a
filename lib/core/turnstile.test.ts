import { expect, test } from "vitest";
import { takeTurns } from "./turnstile";

const bounds = { name: "test", atOnce: 2, waiting: 3, full: "Come back later." };

test("a few work at once, the next wait their turn, and who finds the queue full is refused", async () => {
  const open: (() => void)[] = [];
  let most = 0;
  let inside = 0;
  const work = async () => {
    inside += 1;
    most = Math.max(most, inside);
    await new Promise<void>((resolve) => open.push(resolve));
    inside -= 1;
    return "done";
  };
  const all = Array.from({ length: 6 }, () => takeTurns(bounds, work));
  await expect(all[5]).rejects.toMatchObject({ code: "UNAVAILABLE", message: bounds.full });
  while (inside > 0) {
    open.shift()?.();
    await new Promise((resolve) => setImmediate(resolve));
  }
  expect(await Promise.all(all.slice(0, 5))).toEqual(Array(5).fill("done"));
  expect(most).toBe(2);
});

test("work that fails makes room like any other", async () => {
  for (let time = 0; time < 5; time += 1)
    await expect(takeTurns(bounds, () => Promise.reject(new Error("It failed.")))).rejects.toThrow(
      "It failed.",
    );
  expect(await takeTurns(bounds, async () => "in")).toBe("in");
});
