import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { recentGpuUse } from "./local-gpus";

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "slipway-gpus-"));
  const program = `#!/bin/sh
[ "$1" = pmon ] || { echo "Some GPU, 24576 MiB"; exit 0; }
echo "# gpu pid type sm mem fb command"
echo "# Idx # C/G % % MB name"
echo "0 4711 C 73 9 256 python"
`;
  await writeFile(join(folder, "nvidia-smi"), program, { mode: 0o755 });
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test("what a job's processes use of a GPU is known after the first look", async () => {
  await vi.waitFor(async () => {
    expect(await recentGpuUse([4711], folder)).toEqual({
      percent: 73,
      memoryBytes: 256 * 2 ** 20,
    });
  });
  expect(await recentGpuUse([1], folder)).toEqual({ percent: 0, memoryBytes: 0 });
});
