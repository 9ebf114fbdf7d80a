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

interface Measured {
  second: number;
  cpuMillis: number;
  memoryBytes: number;
  processes: number;
}

export interface UsagePoint {
  second: number;
  /** Cores in use since the point before; null at the first. */
  cores: number | null;
  memoryBytes: number;
  processes: number;
}

/** What was used between two measurements. The time of a process that nobody waited for is missing from the later one. */
export function usagePoints(rows: readonly Measured[]): UsagePoint[] {
  return rows.map(({ second, cpuMillis, memoryBytes, processes }, index) => {
    const before = rows[index - 1];
    const cores = before
      ? Math.max(0, cpuMillis - before.cpuMillis) / 1_000 / (second - before.second)
      : null;
    return { second, cores, memoryBytes, processes };
  });
}
