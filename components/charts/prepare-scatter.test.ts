import { describe, expect, it } from "vitest";
import { placePoints, prepareScatter } from "./prepare-scatter";

const points = [
  { x: "0.1", y: 0.5 },
  { x: "0.2", y: 0.9 },
  { x: "0.3", y: Number.NaN },
  { x: null, y: 0.7 },
];
const frame = prepareScatter({ points, isLogX: false, isLogY: false, width: 600, height: 400 });

describe("a scatter plot", () => {
  it("places greater values further right and further up", () => {
    const [first, second] = placePoints(frame, points);
    expect(second?.cx).toBeGreaterThan(first?.cx ?? 0);
    expect(second?.cy).toBeLessThan(first?.cy ?? 0);
  });

  it("leaves out points that lack one of their values", () => {
    expect(placePoints(frame, points)).toHaveLength(2);
  });

  it("turns labels inwards near the edges", () => {
    const wide = [
      { x: 0, y: 0 },
      { x: 50, y: 0 },
      { x: 100, y: 0 },
    ];
    const placed = placePoints(
      prepareScatter({ points: wide, isLogX: false, isLogY: false, width: 600, height: 400 }),
      wide,
    );
    expect(placed.map(({ anchor }) => anchor)).toEqual(["start", "middle", "end"]);
  });
});
