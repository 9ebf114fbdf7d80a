import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { seededRandom } from "@/lib/testing/draws";
import { DISTANCES, type DistanceMeasure } from "../schema/rollouts";
import { type AnswerCounts, binAnswers, distanceOf, distancePValue } from "./distances";

const COLUMNS = ["location", "date", "precipitation", "temp_max", "temp_min", "wind", "weather"];
const rows = readFileSync("node_modules/vega-datasets/data/weather.csv", "utf8")
  .trim()
  .split("\n")
  .slice(1)
  .map((line) => line.trim().split(","));

function countsOf(values: readonly (number | string)[]): AnswerCounts {
  const counts = new Map<number | string, number>();
  for (const value of values) counts.set(value, (counts.get(value) ?? 0) + 1);
  return [...counts].map(([value, count]) => ({ value, count }));
}

function weather(location: string, column: string): AnswerCounts {
  const at = COLUMNS.indexOf(column);
  const values = rows.flatMap((row) => (row[0] === location ? [row[at] ?? ""] : []));
  return countsOf(column === "weather" ? values : values.map(Number));
}

const apart = (column: string, measure: DistanceMeasure) =>
  distanceOf(binAnswers(weather("Seattle", column), weather("New York", column)), measure);

// Computed with Evidently's own functions; the greatest difference with scipy.
test.each([
  ["temp_max", "psi", 0.36098522461609106],
  ["temp_max", "jensen_shannon", 0.19987680792830975],
  ["precipitation", "psi", 0.01422605309649154],
  ["precipitation", "jensen_shannon", 0.04608880878790483],
  ["wind", "psi", 1.1813029283977619],
  ["wind", "jensen_shannon", 0.35635063164238057],
  ["weather", "psi", 0.18179959856657496],
  ["weather", "jensen_shannon", 0.14840230613676683],
  ["weather", "l_infinity", 0.1334702259],
] as const)(
  "Seattle and New York are apart by %s in %s as much as others say",
  (column, measure, known) => {
    expect(apart(column, measure)).toBeCloseTo(known, measure === "l_infinity" ? 10 : 12);
  },
);

test("the same answers are not apart, disjoint ones as far as can be", () => {
  const [cats, dogs] = [countsOf(["cat", "cat"]), countsOf(["dog"])];
  const far = (measure: DistanceMeasure) => distanceOf(binAnswers(cats, dogs), measure);
  for (const measure of DISTANCES) expect(distanceOf(binAnswers(cats, cats), measure)).toBe(0);
  expect(far("jensen_shannon")).toBeCloseTo(Math.sqrt(Math.LN2), 12);
  expect(far("l_infinity")).toBe(1);
});

test("of very many different texts all but the most frequent share a bin", () => {
  const texts = Array.from({ length: 300 }, (_text, n) => ({ value: `text ${n}`, count: 300 - n }));
  const { reference, current } = binAnswers(texts, [{ value: "text 299", count: 7 }]);
  expect(reference).toHaveLength(100);
  expect(reference[0]).toBe(300);
  expect(current.at(-1)).toBe(7);
});

test.each(DISTANCES)(
  "looked at thirty times, %s of what is the same is beyond its limit by chance almost never",
  (measure) => {
    const random = seededRandom(5);
    let alarms = 0;
    for (let stream = 0; stream < 100; stream += 1) {
      const draw = () => Math.floor((random() + random()) * 5);
      const [stable, candidate]: [number[], number[]] = [[], []];
      let isAlarm = false;
      for (let look = 0; look < 30 && !isAlarm; look += 1) {
        for (let n = 0; n < 50; n += 1) stable.push(draw());
        for (let n = 0; n < 10; n += 1) candidate.push(draw());
        const binned = binAnswers(countsOf(stable), countsOf(candidate));
        isAlarm = distancePValue(binned, measure, { limit: 0.1, alpha: 0.05 }) <= 0.05;
      }
      if (isAlarm) alarms += 1;
    }
    expect(alarms).toBeLessThanOrEqual(5);
  },
);

test.each(DISTANCES)("a shift is found by %s, of classes and of numbers", (measure) => {
  const random = seededRandom(6);
  const classes = (share: number) =>
    countsOf(Array.from({ length: 500 }, () => (random() < share ? "yes" : "no")));
  const numbers = (by: number) => countsOf(Array.from({ length: 500 }, () => random() + by));
  const pValue = (one: AnswerCounts, other: AnswerCounts) =>
    distancePValue(binAnswers(one, other), measure, { limit: 0.1, alpha: 0.01 });
  expect(pValue(classes(0.2), classes(0.6))).toBeLessThan(0.01);
  expect(pValue(numbers(0), numbers(3))).toBeLessThan(0.01);
});
