import { describe, expect, test } from "vitest";
import { NumericPair } from "../numeric/pair";
import {
  andersonDarling,
  cramerByScipy,
  cramerVonMises,
  eppsSingletonTest,
  mannWhitney,
} from "../numeric/tests";
import { Sample } from "../samples";
import { cramerByEvidently } from "./cramer-low-precision";
import { symmetricEigen } from "./eigen";
import { kolmogorovTail } from "./kolmogorov";
import { mannWhitneyTail } from "./mann-whitney";
import { smirnovTail } from "./smirnov";

/** Found with SciPy 1.17.1, and with Evidently 0.7.23 where it says so. */
const expectClose = (found: number | null | undefined, expected: number, relative = 1e-12) =>
  expect(Math.abs((found ?? Number.NaN) / expected - 1), `${found} for ${expected}`).toBeLessThan(
    relative,
  );

/** Where a tail is 1 less a distribution function, it has as many digits as are left of that. */
const digitsOf = (p: number): number => Math.max(1e-12, 5e-15 / p);

describe("Kolmogorov's distribution for n values, in each way to compute it", () => {
  test.each([
    [10, 0.04, 1.0],
    [10, 0.07, 0.9999999619492741],
    [10, 0.3, 0.27053557479999946],
    [10, 0.93, 5.649504979999961e-12],
    [10, 0.6, 0.0005681672000000003],
    [50, 0.1, 0.6623112704658186],
    [100, 0.05, 0.9532159710635725],
    [100, 0.12, 0.1033037490181987],
    [100, 0.25, 5.408871776434847e-6],
    [140, 0.16, 0.001344016324418744],
    [140, 0.18, 0.0001932001834783552],
    [500, 0.03, 0.7473166700457021],
    [500, 0.06, 0.05243463489026223],
    [500, 0.08, 0.0031305058199356268],
    [1000, 0.0105, 0.9998565597923507],
    [1000, 0.07, 0.00010494206285958879],
    [5000, 0.01, 0.6954557253913853],
    [5000, 0.02, 0.03613941395325637],
    [5000, 0.03, 0.00024159234422666817],
    [120_000, 0.003, 0.22983839677697482],
    [200_000, 0.002, 0.39995085369038097],
    [200_000, 0.004, 0.003314212822560255],
    [500_000, 0.0015, 0.21034190155828947],
  ])("n = %d, D = %f", (n, distance, p) => {
    expectClose(kolmogorovTail(n, distance), p, digitsOf(p));
  });

  test("far out, and at both ends", () => {
    expectClose(kolmogorovTail(500_000, 0.02), 3.6481966551764204e-174, 1e-10);
    expect(kolmogorovTail(500_000, 0.03)).toBe(0);
    expect(kolmogorovTail(5, 1)).toBe(0);
    expect(kolmogorovTail(5, 0)).toBe(1);
  });
});

describe("Smirnov's two-sample distribution by counting paths", () => {
  test.each([
    [5, 5, 2, 5, 0.873015873015873],
    [12, 17, 50, 204, 0.6892448705279134],
    [100, 150, 60, 300, 0.014781614342211473],
    [300, 301, 10_000, 90_300, 0.04693207436693138],
    [1000, 1000, 60, 1000, 0.05462666510701526],
    [2000, 1500, 500, 6000, 1.2739141095914936e-5],
    [5, 5, 5, 5, 0.007936507936507936],
    [731, 730, 58_986, 533_630, 0.00022261555527613506],
  ])("%d against %d, D = %d/%d", (n, m, steps, all, p) => {
    expectClose(smirnovTail(n, m, steps / all), p);
    expectClose(smirnovTail(m, n, steps / all), p);
  });
});

describe("Mann and Whitney's U", () => {
  test("is counted for few values", () => {
    expectClose(mannWhitneyTail({ n: 8, m: 8, u: 28, ties: 0 }, "less"), 0.3604506604506604);
    expectClose(mannWhitneyTail({ n: 8, m: 8, u: 28, ties: 0 }, "two-sided"), 0.7209013209013208);
    expectClose(mannWhitneyTail({ n: 7, m: 500, u: 1924, ties: 0 }, "less"), 0.6715308053346872);
    expectClose(
      mannWhitneyTail({ n: 7, m: 500, u: 1924, ties: 0 }, "two-sided"),
      0.6587846573658004,
    );
  });
  test("of all orders sums up to 1", () => {
    expect(mannWhitneyTail({ n: 4, m: 6, u: 0, ties: 0 }, "less")).toBeCloseTo(1 / 210, 15);
    expect(mannWhitneyTail({ n: 4, m: 6, u: 24, ties: 0 }, "less")).toBe(1);
  });
});

const ranked = (values: readonly number[]) =>
  new Sample({ values: Float64Array.from(values), missing: 0 });
const TIED = new NumericPair(
  ranked([7, 4, 7, 1, 2, 5, 0, 6, 3, 5, 6, 2, 5, 7, 4, 4, 6, 6, 4, 6]),
  ranked([7, 7, 0, 2, 4, 0, 3, 7, 3, 5, 2, 2, 3, 2, 0, 4, 3, 8, 0, 1]),
);
const UNEQUAL = new NumericPair(
  ranked([0, 1, 3, 4, 4, 6, 4, 3, 3, 1, 3, 1]),
  ranked([8, 7, 0, 1, 0, 8, 7, 8, 1, 2, 8, 2, 3, 8, 8, 7, 2]),
);

describe("tests of samples with ties", () => {
  test("Cramér and von Mises, counted", () => {
    expectClose(cramerByScipy(TIED).statistic, 0.5112500000000004);
    expectClose(cramerByScipy(TIED).pValue, 0.037781482599396225);
    expectClose(cramerByScipy(UNEQUAL).pValue, 0.0606312228501134);
  });
  test("Cramér and von Mises, counted with Evidently's floats", () => {
    const byEvidently = cramerVonMises(cramerByEvidently);
    expectClose(byEvidently(TIED).pValue, 0.0377814881503582);
    expectClose(byEvidently(UNEQUAL).pValue, 0.060631223022937775);
    const half = new NumericPair(
      ranked([0.86, 0.12, -0.64, 2, 0.76, -1.2, 0.07, 0.58]),
      ranked([0.11, 0.98, 0.23, 0.97, 1.74, -0.38, 0.5, -0.16]),
    );
    expectClose(cramerByScipy(half).pValue, 0.9104895104895104);
    expect(byEvidently(half).pValue).toBe(0.91064453125);
  });
  test("Anderson and Darling", () => {
    expect(andersonDarling(TIED).statistic).toBeCloseTo(2.2651722799028273, 12);
    expectClose(andersonDarling(TIED).pValue, 0.038074800383597444);
    expectClose(andersonDarling(UNEQUAL).pValue, 0.0426237312623832);
  });
  test("Epps and Singleton, corrected for small samples", () => {
    expectClose(eppsSingletonTest(TIED).statistic, 9.860643975306997, 1e-10);
    expectClose(eppsSingletonTest(UNEQUAL).pValue, 0.005128077735725331, 1e-10);
    expect(eppsSingletonTest(TIED).df).toBe(4);
  });
  test("Mann and Whitney, with a normal distribution", () => {
    expectClose(mannWhitney("less")(TIED).pValue, 0.966188070044377);
    expectClose(mannWhitney("two-sided")(UNEQUAL).pValue, 0.186443985407156);
  });
});

test("eigenvalues rebuild their matrix", () => {
  const matrix = [
    [4, 1, 0.5],
    [1, 3, -2],
    [0.5, -2, 1],
  ];
  const { values, vectors } = symmetricEigen(matrix);
  for (const [i, row] of matrix.entries())
    for (const [j, entry] of row.entries())
      expect(
        values.reduce(
          (sum, value, k) => sum + value * (vectors[k]?.[i] ?? 0) * (vectors[k]?.[j] ?? 0),
          0,
        ),
      ).toBeCloseTo(entry, 13);
});
