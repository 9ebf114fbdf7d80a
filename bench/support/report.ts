import { mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";

export interface Measurement {
  name: string;
  /** How many times the yardstick it takes. */
  ratio: number;
  limit: number;
  ok: boolean;
  details: Record<string, number | string>;
}

export function measurement(
  name: string,
  ratio: number,
  limit: number,
  details: Measurement["details"] = {},
): Measurement {
  return { name, ratio: Number(ratio.toFixed(2)), limit, ok: ratio <= limit, details };
}

/** Prints the measurements, and writes them to bench/results for whoever compares runs of the bench. */
export async function report(bench: string, measurements: readonly Measurement[]): Promise<void> {
  const folder = join("bench", "results");
  await mkdir(folder, { recursive: true });
  await writeFile(join(folder, `${bench}.json`), `${JSON.stringify(measurements, null, 2)}\n`);
  for (const { name, ratio, limit, ok, details } of measurements) {
    const shown = Object.entries(details).map(([key, value]) => `${key} ${value}`);
    console.log(
      `${ok ? "ok  " : "MISS"} ${name}: ${ratio} (at most ${limit}); ${shown.join(", ")}`,
    );
  }
}

export const median = (values: readonly number[]) =>
  [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;

async function milliseconds(work: () => Promise<unknown>): Promise<number> {
  const started = performance.now();
  await work();
  return performance.now() - started;
}

export interface Comparison {
  ratio: number;
  /** The best of the rounds, in milliseconds. */
  subject: number;
  yardstick: number;
}

/**
 * Times two pieces of work by turns, so that whatever else the machine does falls on both alike. Other work only ever
 * adds to a time, so the best of the rounds is the nearest to what each costs by itself.
 */
export async function compare(
  subject: () => Promise<unknown>,
  yardstick: () => Promise<unknown>,
  rounds = 15,
): Promise<Comparison> {
  await subject();
  await yardstick();
  const times: { subject: number[]; yardstick: number[] } = { subject: [], yardstick: [] };
  for (let round = 0; round < rounds; round += 1) {
    times.yardstick.push(await milliseconds(yardstick));
    times.subject.push(await milliseconds(subject));
  }
  const [one, other] = [Math.min(...times.subject), Math.min(...times.yardstick)];
  return { ratio: one / other, subject: one, yardstick: other };
}

export function figures({ subject, yardstick }: Comparison): Record<string, string> {
  return { time: `${subject.toFixed(1)} ms`, yardstick: `${yardstick.toFixed(1)} ms` };
}
