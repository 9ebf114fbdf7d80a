/** As many as a chart can show. */
const MAX_POINTS = 1_000;

/** Between two measurements of an attempt that has run so long: a power of two, so that the older ones are thinned by dropping every other. */
export function usageInterval(elapsedSeconds: number): number {
  let interval = 1;
  while (elapsedSeconds / interval >= MAX_POINTS) interval *= 2;
  return interval;
}

/** The second to measure an attempt for now; null when that has been done. */
export function usageSlot(
  elapsedSeconds: number,
  measuredAt: number | null,
): { second: number; interval: number } | null {
  const interval = usageInterval(elapsedSeconds);
  const second = Math.floor(elapsedSeconds / interval) * interval;
  return elapsedSeconds < 0 || (measuredAt !== null && measuredAt >= second)
    ? null
    : { second, interval };
}

/** What processes use of GPUs. */
export interface GpuUse {
  /** Of all GPUs together: 200 for two that are busy. */
  percent: number;
  memoryBytes: number;
}

const MEBIBYTE = 2 ** 20;

/** What nvidia-smi says of one process on one GPU; "-" for what it cannot tell. */
const amountOf = (cell: string | undefined): number =>
  /^\d+$/.test(cell ?? "") ? Number(cell) : 0;

/**
 * Use of GPUs by process, as the table of `nvidia-smi pmon -c 1 -s um` has it. Its columns differ from version to
 * version, so they are found by the names in its head. Null when this is no such table.
 */
export function parseGpuUse(table: string): Map<number, GpuUse> | null {
  const lines = table.split(/\r?\n/).map((line) => line.trim().split(/\s+/));
  const head = lines.find((cells) => cells[0] === "#" && cells.includes("pid"))?.slice(1);
  if (!head) return null;
  const [pidAt, percentAt, memoryAt] = ["pid", "sm", "fb"].map((name) => head.indexOf(name));
  const uses = new Map<number, GpuUse>();
  for (const cells of lines) {
    const pid = amountOf(cells[pidAt ?? -1]);
    if (!/^\d+$/.test(cells[0] ?? "") || pid === 0) continue;
    const before = uses.get(pid);
    uses.set(pid, {
      percent: (before?.percent ?? 0) + amountOf(cells[percentAt ?? -1]),
      memoryBytes: (before?.memoryBytes ?? 0) + amountOf(cells[memoryAt ?? -1]) * MEBIBYTE,
    });
  }
  return uses;
}

/** What some processes use of them together. */
export function gpuUseOf(uses: ReadonlyMap<number, GpuUse>, pids: readonly number[]): GpuUse {
  const own = pids.flatMap((pid) => uses.get(pid) ?? []);
  return {
    percent: own.reduce((sum, { percent }) => sum + percent, 0),
    memoryBytes: own.reduce((sum, { memoryBytes }) => sum + memoryBytes, 0),
  };
}

interface Measured {
  second: number;
  cpuMillis: number;
  memoryBytes: number;
  processes: number;
  gpuPercent: number | null;
  gpuMemoryBytes: number | null;
}

export interface UsagePoint {
  second: number;
  /** Cores in use since the point before; null at the first. */
  cores: number | null;
  memoryBytes: number;
  processes: number;
  /** Null where there is none, or it does not say. */
  gpu: GpuUse | null;
}

/** What was used between two measurements. The time of a process that nobody waited for is missing from the later one. */
export function usagePoints(rows: readonly Measured[]): UsagePoint[] {
  return rows.map(({ cpuMillis, gpuPercent, gpuMemoryBytes, ...point }, index) => {
    const before = rows[index - 1];
    const cores = before
      ? Math.max(0, cpuMillis - before.cpuMillis) / 1_000 / (point.second - before.second)
      : null;
    const gpu =
      gpuPercent === null ? null : { percent: gpuPercent, memoryBytes: gpuMemoryBytes ?? 0 };
    return { ...point, cores, gpu };
  });
}
