import { describe, expect, test } from "vitest";
import { createSweepInput } from "../schema";
import { endOf, freePlaces } from "./ends";
import { gridSize, problemOf, trialsOf } from "./trials";

const range = { min: 0, max: 1, scale: "linear", integer: false } as const;
const launch = { command: ["true"], experimentId: 0 };
const read = (asked: object) =>
  createSweepInput.safeParse({ name: "s", launch, search: { kind: "grid" }, ...asked });

describe("a grid", () => {
  test("tries each combination once, whatever order the parameters were written in", () => {
    const space = { b: { values: [1, 2] }, a: { values: ["x", "y"] } };
    expect(trialsOf(space, { kind: "grid" })).toEqual([
      { a: "x", b: 1 },
      { a: "x", b: 2 },
      { a: "y", b: 1 },
      { a: "y", b: 2 },
    ]);
    expect(gridSize(space)).toBe(4);
  });

  test("of a range, or of too many combinations, is refused with the field", () => {
    const refused = (space: object) => {
      const { data } = read({ space });
      return data && problemOf({ ...data, parameters: {} });
    };
    expect(refused({ a: range })).toMatchObject({ field: "search" });
    const values = Array.from({ length: 40 }, (_, at) => at);
    expect(refused({ a: { values }, b: { values } })).toMatchObject({
      field: "space",
      message: expect.stringContaining("1600 combinations"),
    });
    expect(refused({ a: { values } })).toBeNull();
  });
});

test("a parameter is either tried or stays the same", () => {
  const { data } = read({
    launch: { ...launch, parameters: { a: 1 } },
    space: { a: { values: [1, 2] } },
  });
  expect(data && problemOf({ ...data, parameters: data.launch.parameters })).toMatchObject({
    field: "launch.parameters.a",
  });
});

test("a space is made of values or ranges that can be drawn from", () => {
  const isSpace = (space: object) => read({ space }).success;
  expect(isSpace({})).toBe(false);
  expect(isSpace({ a: { values: [] } })).toBe(false);
  expect(isSpace({ a: { values: [1, 1] } })).toBe(false);
  expect(isSpace({ "a b": { values: [1] } })).toBe(false);
  expect(isSpace({ a: { min: 1, max: 1 } })).toBe(false);
  expect(isSpace({ a: { min: 0, max: 1, scale: "log" } })).toBe(false);
  expect(isSpace({ a: { min: 0.5, max: 2, integer: true } })).toBe(false);
  expect(isSpace({ a: { min: -1e308, max: 1e308 } })).toBe(false);
  expect(isSpace({ a: { min: 1e-5, max: 1, scale: "log" }, b: { values: ["x", true, 1] } })).toBe(
    true,
  );
});

describe("a sweep", () => {
  const none = {
    total: 4,
    waiting: 0,
    queued: 0,
    running: 0,
    succeeded: 0,
    failed: 0,
    cancelled: 0,
  };

  test("has as many places as are not taken, and none once it was stopped", () => {
    const sweep = { status: "running", maxParallel: 3, queued: 1, running: 1 } as const;
    expect(freePlaces(sweep)).toBe(1);
    expect(freePlaces({ ...sweep, running: 5 })).toBe(0);
    expect(freePlaces({ ...sweep, status: "stopped" })).toBe(0);
  });

  test("ends with its last job, and its run has failed when all of them have", () => {
    const status = "running";
    expect(endOf({ ...none, status, waiting: 1, succeeded: 3 })).toBeNull();
    expect(endOf({ ...none, status, running: 1, succeeded: 3 })).toBeNull();
    expect(endOf({ ...none, status, succeeded: 1, failed: 3 })).toEqual({
      status: "finished",
      run: "FINISHED",
    });
    expect(endOf({ ...none, status, failed: 4 })).toMatchObject({ run: "FAILED" });
    expect(endOf({ ...none, status: "stopped", waiting: 2, running: 1 })).toBeNull();
    expect(endOf({ ...none, status: "stopped", waiting: 3 })).toEqual({
      status: "stopped",
      run: "KILLED",
    });
  });
});
