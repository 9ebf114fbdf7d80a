import { expect, test } from "vitest";
import { isDatabaseAway } from "./errors";

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
