/** What exact distances of long columns cost beside NumPy's sort of them, and beside SciPy and Evidently, where they are installed. */
import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { compareNumbers } from "@/lib/monitors/rules/compare";
import { findPython } from "./support/find-python";
import { type Measurement, measurement, report } from "./support/report";

const execute = promisify(execFile);
const ROWS = 1_000_000;
const COLUMNS = 20;
const ROUNDS = 3;
const METHODS = [
  { method: "ks", preset: "asymptotic" },
  { method: "wasserstein", preset: "raw" },
  { method: "psi", preset: "evidently" },
];
const CLOSE = 1e-9;

/** Marsaglia's xorshift, so that every run compares the same columns; uniform in (0, 1). */
function drawing(seed: number): () => number {
  let state = seed * 2_654_435_761 || 1;
  return () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return ((state >>> 0) + 0.5) / 2 ** 32;
  };
}

/** Normal by Box and Muller, by turns shifted and exponential, as features are. */
function columnOf(at: number, shift: number): Float64Array {
  const draw = drawing(at * 2 + 1 + shift * 1_000);
  return Float64Array.from({ length: ROWS }, () =>
    at % 2 === 0
      ? Math.sqrt(-2 * Math.log(draw())) * Math.cos(2 * Math.PI * draw()) + shift
      : -Math.log(draw()) * (1 + shift),
  );
}

/** What Python prints; each tool is there when it is installed. */
interface Peer {
  numpy: string;
  sort: number;
  scipy?: string;
  functions?: number;
  values?: [distance: number, pValue: number, area: number][];
  evidently?: string;
  report?: number;
  scores?: number[];
}

type Pair = readonly [reference: Float64Array, current: Float64Array];

const valuesOf = ([reference, current]: Pair) =>
  compareNumbers({ values: reference, missing: 0 }, { values: current, missing: 0 }, METHODS)
    .results;

/** Seconds of computing, at best. */
function secondsOf(pairs: readonly Pair[]): number {
  let best = Number.POSITIVE_INFINITY;
  for (let round = 0; round < ROUNDS; round += 1) {
    const before = process.cpuUsage();
    for (const pair of pairs) valuesOf(pair);
    const { user, system } = process.cpuUsage(before);
    best = Math.min(best, (user + system) / 1e6);
  }
  return best;
}

function checkEqual(name: string, ours: number | null | undefined, theirs: number | undefined) {
  const [one, other] = [ours ?? Number.NaN, theirs ?? Number.NaN];
  if (!(Math.abs(one - other) <= CLOSE * Math.max(Math.abs(other), 1e-300)))
    throw new Error(`${name}: ours is ${one}, theirs ${other}.`);
}

function checkValues(pairs: readonly Pair[], peer: Peer): void {
  peer.values?.forEach(([distance, pValue, area], at) => {
    const pair = pairs[at];
    if (!pair) return;
    const [ks, wasserstein] = valuesOf(pair);
    checkEqual("KS", ks?.statistic, distance);
    checkEqual("p-value", ks?.pValue, pValue);
    checkEqual("Wasserstein", wasserstein?.statistic, area);
  });
  const [first] = pairs;
  if (peer.scores && first) checkEqual("PSI", valuesOf(first)[2]?.statistic, peer.scores[2]);
}

function measure(pairs: readonly Pair[], peer: Peer): Measurement[] {
  const ours = secondsOf(pairs);
  const each = `${pairs.length} columns of ${ROWS} values against as many`;
  const time = `${((ours / pairs.length) * 1_000).toFixed(0)} ms a column`;
  const beside = (seconds: number, columns: number) =>
    `${((seconds / columns) * 1_000).toFixed(0)} ms a column`;
  const found = [
    measurement(
      `exact KS, Wasserstein and PSI of ${each}: NumPy's sort of both sides`,
      ours / peer.sort,
      1.5,
      {
        time,
        [`NumPy ${peer.numpy}`]: beside(peer.sort, pairs.length),
      },
    ),
  ];
  if (peer.functions !== undefined)
    found.push(
      measurement(
        "the same against SciPy's KS and Wasserstein, with equal values",
        ours / peer.functions,
        1 / 3,
        {
          time,
          [`SciPy ${peer.scipy}`]: beside(peer.functions, pairs.length),
        },
      ),
    );
  if (peer.report !== undefined)
    found.push(
      measurement(
        "the same against Evidently's report, with equal values",
        ours / pairs.length / peer.report,
        1 / 20,
        {
          time,
          [`Evidently ${peer.evidently}`]: beside(peer.report, 1),
        },
      ),
    );
  return found;
}

async function main(): Promise<void> {
  const found = await findPython();
  if ("missing" in found) {
    console.log(found.missing);
    return;
  }
  const folder = await mkdtemp(join(tmpdir(), "slipway-columns-"));
  try {
    const pairs = Array.from(
      { length: COLUMNS },
      (_, at): Pair => [columnOf(at, 0), columnOf(at, 0.05)],
    );
    for (const [at, [reference, current]] of pairs.entries()) {
      await writeFile(join(folder, `reference_${at}.f64`), reference);
      await writeFile(join(folder, `current_${at}.f64`), current);
    }
    const { stdout } = await execute(
      found.python,
      ["bench/support/statistics_peer.py", folder, String(COLUMNS), String(ROUNDS)],
      { maxBuffer: 1024 * 1024 },
    );
    // What the script beside this file prints.
    const peer = JSON.parse(stdout) as Peer;
    checkValues(pairs, peer);
    await report("statistics", measure(pairs, peer));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

await main();
