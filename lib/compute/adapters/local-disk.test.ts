import { link, mkdir, mkdtemp, rm, symlink, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { diskUseOf } from "./local-disk";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-disk-"));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("folders are counted with all below, a file of two names once, and what links lead to not at all", async () => {
  const [work, outside] = [join(folder, "work"), join(folder, "outside")];
  await mkdir(join(work, "deep", "er"), { recursive: true });
  await mkdir(outside);
  const mebibyte = Buffer.alloc(1024 * 1024, 1);
  await writeFile(join(work, "deep", "er", "one"), mebibyte);
  await link(join(work, "deep", "er", "one"), join(work, "two"));
  await writeFile(join(outside, "large"), Buffer.alloc(8 * 1024 * 1024, 1));
  await symlink(outside, join(work, "away"));
  for (let index = 0; index < 100; index += 1) await writeFile(join(work, `small${index}`), "x");
  const { bytes, entries } = await diskUseOf([work, join(folder, "missing")]);
  expect(entries).toBe(105);
  expect(bytes).toBeGreaterThan(1024 * 1024);
  expect(bytes).toBeLessThan(2 * 1024 * 1024);
});
