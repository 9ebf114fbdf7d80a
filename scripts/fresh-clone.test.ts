import { spawnSync } from "node:child_process";
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";

const SCRIPTS = "scripts";
/** The modules that scripts take from each other. What a person starts is not among them: it would do its work. */
const shared = new Set(
  readdirSync(SCRIPTS)
    .filter((name) => name.endsWith(".mjs"))
    .flatMap((name) =>
      [...readFileSync(join(SCRIPTS, name), "utf8").matchAll(/from "\.\/([\w-]+\.mjs)"/g)].map(
        ([, taken = ""]) => taken,
      ),
    ),
);

describe("a fresh clone, in which nothing is installed", () => {
  let folder = "";

  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), "slipway-clone-"));
    cpSync("package.json", join(folder, "package.json"));
    for (const part of [SCRIPTS, "examples"]) cpSync(part, join(folder, part), { recursive: true });
  });

  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it.each([...shared].sort())("loads %s", (name) => {
    const { status, stderr } = spawnSync(
      process.execPath,
      ["--input-type=module", "--eval", `await import("./${SCRIPTS}/${name}")`],
      { cwd: folder, encoding: "utf8", env: { ...process.env, NODE_PATH: "" } },
    );
    expect(stderr).toBe("");
    expect(status).toBe(0);
  });
});
