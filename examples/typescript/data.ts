import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { randomFrom } from "./network";

const require = createRequire(import.meta.url);
// The package keeps its tables beside its build.
const folder = join(dirname(require.resolve("vega-datasets")), "../data");

/** A table to learn from: numbers in, a class out. */
export interface Table {
  name: string;
  /** Where it comes from, so that anybody can read the same bytes. */
  source: string;
  digest: string;
  /** Of the whole file. */
  sha256: string;
  features: string[];
  classes: string[];
  rows: number[][];
  labels: number[];
}

const read = (file: string) => readFileSync(join(folder, file), "utf8");
const hashOf = (text: string) => createHash("sha256").update(text).digest("hex");

function toTable(
  name: string,
  file: string,
  features: string[],
  examples: { row: number[]; label: string }[],
): Table {
  const usable = examples.filter(({ row }) => row.every(Number.isFinite));
  const classes = [...new Set(usable.map(({ label }) => label))].sort();
  return {
    name,
    source: `npm:vega-datasets@3.2.1/data/${file}`,
    digest: hashOf(read(file)).slice(0, 32),
    sha256: hashOf(read(file)),
    features,
    classes,
    rows: usable.map(({ row }) => row),
    labels: usable.map(({ label }) => classes.indexOf(label)),
  };
}

/** Seattle's weather 2012–2015, by day: which kind of day was it? */
export function weather(): Table {
  const [, ...lines] = read("seattle-weather.csv").trim().split("\n");
  const examples = lines.map((line) => {
    const [date = "", rain, warmest, coldest, wind, label = ""] = line.split(",");
    const day = (new Date(date).getUTCMonth() / 12) * 2 * Math.PI;
    const row = [rain, warmest, coldest, wind].map(Number);
    return { row: [...row, Math.sin(day), Math.cos(day)], label: label.trim() };
  });
  const features = ["precipitation", "temp_max", "temp_min", "wind", "season_sin", "season_cos"];
  return toTable("seattle-weather", "seattle-weather.csv", features, examples);
}

interface Penguin {
  Species: string;
  "Beak Length (mm)": number | null;
  "Beak Depth (mm)": number | null;
  "Flipper Length (mm)": number | null;
  "Body Mass (g)": number | null;
}

/** Penguins of the Palmer archipelago: which species is it? */
export function penguins(): Table {
  const features = [
    "Beak Length (mm)",
    "Beak Depth (mm)",
    "Flipper Length (mm)",
    "Body Mass (g)",
  ] as const;
  // The package publishes the file in this shape.
  const all = JSON.parse(read("penguins.json")) as Penguin[];
  const examples = all.map((penguin) => ({
    row: features.map((feature) => penguin[feature] ?? Number.NaN),
    label: penguin.Species,
  }));
  return toTable("palmer-penguins", "penguins.json", [...features], examples);
}

interface Flight {
  date: string;
  delay: number;
  distance: number;
  origin: string;
}

/** Flights in the United States in 2001: does this one arrive more than a quarter of an hour late? */
export function flights(): Table {
  // The package publishes the file in this shape.
  const all = JSON.parse(read("flights-5k.json")) as Flight[];
  const traffic = new Map<string, number>();
  for (const { origin } of all) traffic.set(origin, (traffic.get(origin) ?? 0) + 1);
  const examples = all.map(({ date, delay, distance, origin }) => {
    const at = new Date(`${date.replaceAll("/", "-").replace(" ", "T")}:00Z`);
    const hour = (at.getUTCHours() / 24) * 2 * Math.PI;
    const size = (traffic.get(origin) ?? 0) / all.length;
    return {
      row: [distance, Math.sin(hour), Math.cos(hour), at.getUTCDay(), at.getUTCMonth(), size],
      label: delay > 15 ? "late" : "on time",
    };
  });
  const features = ["distance", "hour_sin", "hour_cos", "weekday", "month", "origin_traffic"];
  return toTable("us-flights", "flights-5k.json", features, examples);
}

export interface Split {
  rows: Float32Array[];
  labels: number[];
}

/** Shuffled, four fifths to train on and a fifth to validate with, scaled by the training part's mean and deviation. */
export function split(table: Table, seed: number): { training: Split; validation: Split } {
  const random = randomFrom(seed);
  const order = table.rows.map((_row, index) => index);
  for (let index = order.length - 1; index > 0; index -= 1) {
    const other = Math.floor(random() * (index + 1));
    [order[index], order[other]] = [order[other] ?? 0, order[index] ?? 0];
  }
  const cut = Math.floor(order.length * 0.8);
  const training = order.slice(0, cut);
  const columns = table.features.map((_feature, column) => {
    const values = training.map((index) => table.rows[index]?.[column] ?? 0);
    const mean = values.reduce((a, b) => a + b, 0) / values.length;
    const variance = values.reduce((a, b) => a + (b - mean) ** 2, 0) / values.length;
    return { mean, deviation: Math.sqrt(variance) || 1 };
  });
  const pick = (indexes: readonly number[]): Split => ({
    rows: indexes.map((index) =>
      Float32Array.from(
        columns,
        ({ mean, deviation }, column) => ((table.rows[index]?.[column] ?? 0) - mean) / deviation,
      ),
    ),
    labels: indexes.map((index) => table.labels[index] ?? 0),
  });
  return { training: pick(training), validation: pick(order.slice(cut)) };
}
