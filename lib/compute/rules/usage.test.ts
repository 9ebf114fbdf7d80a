import fc from "fast-check";
import { expect, test } from "vitest";
import { gpuUseOf, parseGpuUse, usageInterval, usagePoints, usageSlot } from "./usage";

test("an attempt is measured each second at first, and never has more than a thousand points", () => {
  expect(usageInterval(0)).toBe(1);
  expect(usageInterval(999)).toBe(1);
  expect(usageInterval(1_000)).toBe(2);
  let kept: number[] = [];
  for (let at = 0; at < 20_000; at += 1) {
    const slot = usageSlot(at, kept.at(-1) ?? null);
    if (!slot) continue;
    kept = [...kept, slot.second].filter((second) => second % slot.interval === 0);
    if (kept.length > 1_000) break;
  }
  expect(kept.length).toBeLessThanOrEqual(1_000);
  expect(kept.length).toBeGreaterThan(500);
  expect(kept[0]).toBe(0);
});

test("a second is measured once, whoever looks and how often", () => {
  fc.assert(
    fc.property(fc.double({ min: 0, max: 3e6, noNaN: true }), (elapsed) => {
      const slot = usageSlot(elapsed, null);
      expect(slot?.second).toBeLessThanOrEqual(elapsed);
      expect(usageSlot(elapsed, slot?.second ?? null)).toBeNull();
    }),
  );
});

test("cores in use are CPU time between two points over the time between them", () => {
  const more = { memoryBytes: 1, processes: 1, gpuPercent: null, gpuMemoryBytes: null };
  const points = usagePoints([
    { second: 0, cpuMillis: 100, ...more },
    { second: 2, cpuMillis: 3_100, ...more },
    { second: 3, cpuMillis: 2_000, ...more },
  ]);
  expect(points.map(({ cores }) => cores)).toEqual([null, 1.5, 0]);
});

const PMON = `
# gpu         pid   type     sm    mem    enc    dec    jpg    ofa     fb   ccpm    command
# Idx           #    C/G      %      %      %      %      %      %     MB     MB    name
    0       1201     C     61     12      -      -      -      -   1024      0    python
    0       1202   C+G      -      -      -      -      -      -    512      0    python 3
    1       1201     C     98     40      -      -      -      -   2048      0    python
    2          -     -      -      -      -      -      -      -      -      -    -
`;

test("a process's use of GPUs adds up over them, whatever columns this nvidia-smi has", () => {
  const uses = parseGpuUse(PMON) ?? new Map();
  expect([...uses.keys()]).toEqual([1201, 1202]);
  expect(gpuUseOf(uses, [1201, 1202, 9])).toEqual({ percent: 159, memoryBytes: 3_584 * 2 ** 20 });
  expect(gpuUseOf(uses, [9])).toEqual({ percent: 0, memoryBytes: 0 });
  const older =
    "# gpu pid type sm mem enc dec fb command\n# Idx # C/G % % % % MB name\n0 7 C 5 1 0 0 64 a";
  expect(gpuUseOf(parseGpuUse(older) ?? new Map(), [7])).toEqual({
    percent: 5,
    memoryBytes: 64 * 2 ** 20,
  });
});

test("what is no table of processes says nothing of GPUs", () => {
  expect(parseGpuUse("Not supported on the device(s)")).toBeNull();
  expect(parseGpuUse("")).toBeNull();
});

test("points tell of a GPU where one was measured", () => {
  const row = { second: 0, cpuMillis: 0, memoryBytes: 1, processes: 1 };
  const points = usagePoints([
    { ...row, gpuPercent: 12, gpuMemoryBytes: 5 },
    { ...row, second: 1, gpuPercent: null, gpuMemoryBytes: null },
  ]);
  expect(points.map(({ gpu }) => gpu)).toEqual([{ percent: 12, memoryBytes: 5 }, null]);
});
