import { expect, test } from "vitest";
import { AppError, isDatabaseAway } from "./errors";

test("a database that is away or busy is told from a mistake of ours", () => {
  const coded = (code: string) => Object.assign(new Error("It failed."), { code });
  const away = [
    coded("ECONNREFUSED"),
    coded("57P01"),
    new Error("timeout exceeded when trying to connect"),
    new Error("Transaction API error: Unable to start a transaction in the given time."),
    new Error("The read failed.", { cause: coded("08006") }),
  ];
  expect(away.map(isDatabaseAway)).toEqual(away.map(() => true));
  const others = [coded("23505"), new Error("Cannot read properties of undefined"), "08006", null];
  expect(others.map(isDatabaseAway)).toEqual(others.map(() => false));
});

test("an expected failure of another copy of the class is one, and no other error is", () => {
  class Copy extends Error {
    override readonly name = "AppError";
  }
  class Narrower extends AppError {}
  const narrow = new Narrower("INVALID", "It is wrong.");
  expect([new Copy(), narrow, new AppError("INVALID", "No.")].map(isOne)).toEqual([
    true,
    true,
    true,
  ]);
  expect([new Error("AppError"), { name: "AppError" }, null].map(isOne)).toEqual([
    false,
    false,
    false,
  ]);
  expect([new Copy(), narrow].map((error) => error instanceof Narrower)).toEqual([false, true]);
});

const isOne = (error: unknown): boolean => error instanceof AppError;
