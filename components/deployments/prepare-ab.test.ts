import { expect, test } from "vitest";
import { abQuestion } from "@/lib/deployments/schema/ab-tests";
import { effectChart } from "./prepare-ab";

const arm = (revision: number) => ({ revision, n: 0, sum: 0, sumSquares: 0, mean: null });
const look = (at: number, half: number) => ({
  ...{ at, units: at, estimate: 0.1 },
  ...{ lower: 0.1 - half, upper: 0.1 + half },
});

test("the band is shown in percent from where it is narrow enough to be seen narrowing", () => {
  const { lines, title, hidden } = effectChart({
    looks: [look(1, 9), look(2, 0.4), look(3, 0.2)],
    question: abQuestion.parse({ metric: "sales" }),
    control: arm(1),
    treatment: arm(2),
  });
  expect([title, hidden]).toEqual(["Difference, percent", 1]);
  expect(lines[0]).toMatchObject({
    ...{ x: [2, 3], y: [10, 10] },
    ...{
      min: [expect.closeTo(-30), expect.closeTo(-10)],
      max: [expect.closeTo(50), expect.closeTo(30)],
    },
  });
  expect(lines[1]).toMatchObject({ label: "No difference", y: [0, 0] });
});
