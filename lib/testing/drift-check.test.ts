import { execFile } from "node:child_process";
import { mkdtemp, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { beforeAll, expect, test } from "vitest";
import { makeActor, setUpDatabase } from "./database";
import { makeToken, setUpProgramDoor } from "./program-door";

setUpDatabase();
const door = setUpProgramDoor();
let token: string;
let folder: string;
beforeAll(async () => {
  token = await makeToken(await makeActor({ role: "viewer" }));
  folder = await mkdtemp(join(tmpdir(), "drift-check-"));
});

interface Ended {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs the example as a build does: nothing in its environment but where the server is and a token. */
async function check(files: readonly string[], { asks = token, args = [] as string[] } = {}) {
  const paths = await Promise.all(
    files.map(async (text, at) => {
      const path = join(folder, `${at}.csv`);
      await writeFile(path, text);
      return path;
    }),
  );
  return new Promise<Ended>((resolve) => {
    execFile(
      process.execPath,
      ["examples/drift-check/check.mjs", ...paths, ...args],
      // Next declares that every environment names NODE_ENV; this one is the build's own.
      {
        env: { SLIPWAY_URL: door.url, SLIPWAY_TOKEN: asks } as Record<
          string,
          string
        > as NodeJS.ProcessEnv,
      },
      (error, stdout, stderr) => resolve({ code: Number(error?.code ?? 0), stdout, stderr }),
    );
  });
}

const rows = (price: (at: number) => number, city: string) =>
  Array.from(
    { length: 60 },
    (_, at) => `${at},${price(at)},"${at % 3 === 0 ? city : "Oslo, east"}"\r\n`,
  );
const table = (price: (at: number) => number, city = "Rome") =>
  `id,price,city\r\n${rows(price, city).join("")}`;

test("the drift check passes a table that is like its reference", async () => {
  const { code, stdout } = await check([table((at) => at), table((at) => at + 1)]);
  expect(stdout).toContain("ok      price: ks");
  expect(stdout).toContain("the dataset has not.");
  expect(code).toBe(0);
});

test("the drift check fails a build on drift, and tells which columns", async () => {
  const { code, stdout } = await check([table((at) => at), table((at) => at + 500, "Pisa")], {
    args: ["--preset=slipway", "--skip=id"],
  });
  expect(stdout).toContain("DRIFT   price: ks");
  expect(stdout).toContain("ok      city: l_infinity");
  expect(stdout).toContain("50 % of the columns have drifted: the dataset has.");
  expect(stdout).not.toContain("id:");
  expect(code).toBe(1);
});

test("the drift check says so where it could not be told", async () => {
  const both = [table((at) => at), table((at) => at)];
  const refused = await check(both, { asks: "slw_unknown" });
  expect(refused).toMatchObject({ code: 2, stderr: expect.stringContaining("token") });
  const alone = await check(both.slice(0, 1));
  expect(alone).toMatchObject({ code: 2, stderr: expect.stringContaining("which files") });
});
