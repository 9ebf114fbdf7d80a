import { expect, test } from "vitest";
import { seededRandom } from "@/lib/testing/draws";
import { lossModel } from "../../schema/loss-model";
import { expectedLosses, featuresOf, learnLosses } from "./losses";

const COLUMNS = [
  { name: "size", categories: null },
  { name: "country", categories: ["de", "fr"] },
];

test("a row becomes numbers, with its answer last; what is missing or of another type is none", () => {
  expect(featuresOf(COLUMNS, { size: 3, country: "fr" }, 7)).toEqual([3, 1, 7]);
  expect(featuresOf(COLUMNS, { size: "3", country: "it" }, 7)).toEqual([Number.NaN, -1, 7]);
  expect(featuresOf(COLUMNS, [1], 7)).toEqual([Number.NaN, Number.NaN, 7]);
});

test("losses are expected by features and answer, also once the model was stored; from few rows there is none", () => {
  const random = seededRandom(5);
  const input = () => ({ size: random() * 100, country: random() < 0.5 ? "de" : "fr" });
  const rows = Array.from({ length: 4_000 }, () => {
    const sent = input();
    const error = (sent.country === "de" ? 8 : 2) * (random() < 0.5 ? -1 : 1);
    return { features: featuresOf(COLUMNS, sent, 50), predicted: 50, truth: 50 + error };
  });
  expect(learnLosses(rows.slice(0, 100), COLUMNS)).toBeNull();
  const learned = learnLosses(rows, COLUMNS);
  if (!learned) throw new Error("Nothing was learned.");
  expect(learned.sampling.mae).toBeCloseTo(3, 1);
  expect(learned.sampling.rmse).toBeCloseTo(30 / (2 * Math.sqrt(34)), 1);
  const text = JSON.stringify(learned.model);
  expect(text.length).toBeLessThan(200_000);
  const model = lossModel.parse(JSON.parse(text));
  const of = (country: string) => expectedLosses(model, { size: 10, country }, 50);
  expect(of("de").absolute).toBeCloseTo(8, 0);
  expect(of("fr").absolute).toBeCloseTo(2, 0);
  expect(Math.sqrt(of("de").squared)).toBeCloseTo(8, 0);
});
