import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { ACTION_NAMES, actionTitle } from "./catalog";

const sources = readdirSync("lib", { recursive: true, encoding: "utf8" })
  .filter((name) => /\.ts$/.test(name) && !/\.test\.ts$|^testing\/|generated/.test(name))
  .map((name) => readFileSync(join("lib", name), "utf8"))
  .filter((text) => /recordAudit/.test(text));

/** Whatever stands as an action in the entry of an audit event. */
function recordedActions(): string[] {
  const found = sources.flatMap((text) =>
    [...text.matchAll(/\baction:[^,;]*?("[^,;]*)/g)].flatMap(([, expression = ""]) =>
      [...expression.matchAll(/"([a-z-]+\.[a-z-]+)"/g)].map(([, name = ""]) => name),
    ),
  );
  return [...new Set(found)].sort();
}

test("every action that a command records can be chosen in the filter", () => {
  const recorded = recordedActions();
  expect(recorded.length).toBeGreaterThan(60);
  expect(recorded.filter((action) => !ACTION_NAMES.includes(action))).toEqual([]);
});

test("an action is read as a sentence", () => {
  expect(actionTitle("model-version.stage-changed")).toBe("Model version stage changed");
});
