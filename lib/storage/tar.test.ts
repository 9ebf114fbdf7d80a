import { execFileSync } from "node:child_process";
import { mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { buffer } from "node:stream/consumers";
import { afterAll, beforeAll, expect, it } from "vitest";
import { type TarFile, tarOf, tarSize } from "./tar";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-tar-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

const file = (path: string, text: string): TarFile => ({
  path,
  size: Buffer.byteLength(text),
  open: async () => Readable.from([Buffer.from(text)]),
});

const pack = (files: readonly TarFile[]) => buffer(Readable.from(tarOf(files, 1_700_000_000_000)));

it("writes what tar reads: long and foreign names, empty files, and files of any length", async () => {
  const long = `${"deep/".repeat(30)}weights.bin`;
  const files = [
    file("MLmodel", "flavors: {}"),
    file(long, "x".repeat(512)),
    file("données/größe 模型.txt", "y".repeat(1_000)),
    file("empty", ""),
  ];
  const archive = join(folder, "model.tar");
  await writeFile(archive, await pack(files));
  execFileSync("tar", ["-xf", archive, "-C", folder]);
  expect(await readFile(join(folder, "MLmodel"), "utf8")).toBe("flavors: {}");
  expect(await readFile(join(folder, long), "utf8")).toBe("x".repeat(512));
  expect(await readFile(join(folder, "empty"), "utf8")).toBe("");
  const [name = ""] = await readdir(join(folder, "données"));
  expect(name).toBe("größe 模型.txt");
});

it("knows its size before it reads a file", async () => {
  const files = [file("a", "1"), file("b".repeat(300), "2".repeat(513))];
  expect(tarSize(files)).toBe((await pack(files)).length);
  const huge = { ...file("huge", ""), size: 9 * 2 ** 30 };
  expect(tarSize([huge])).toBeGreaterThan(9 * 2 ** 30);
});

it("breaks off rather than give a file that changed meanwhile", async () => {
  await expect(pack([{ ...file("a", "12"), size: 1 }])).rejects.toThrow(
    "changed while it was read",
  );
  await expect(pack([{ ...file("a", "12"), size: 3 }])).rejects.toThrow(
    "changed while it was read",
  );
});
