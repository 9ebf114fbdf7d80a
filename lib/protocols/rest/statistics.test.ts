import { beforeAll, expect, test } from "vitest";
import { makeActor, setUpDatabase } from "@/lib/testing/database";
import { makeToken, setUpProgramDoor } from "@/lib/testing/program-door";

setUpDatabase();
const door = setUpProgramDoor();
let token: string;
beforeAll(async () => {
  token = await makeToken(await makeActor({ role: "viewer" }));
});
const post = (path: string, body: unknown) =>
  door.call("POST", `/api/slipway/v1/statistics${path}`, { token, body });

test("arms are compared as on the result page", async () => {
  const arms = [
    { n: 3_000, sum: 1_396.87, sumSquares: 52_377.9767 },
    { n: 3_461, sum: 2_422.7, sumSquares: 134_698.29 },
  ];
  const answer = await post("/ab", { arms, kind: "mean", difference: "relative", tuning: 1_000 });
  expect(answer).toMatchObject({
    status: 200,
    body: {
      sequential: { estimate: expect.closeTo(0.50336, 5), lower: expect.closeTo(-0.55844, 5) },
      fixed: { standardError: expect.any(Number) },
      sampleRatio: { flagged: true },
      recommendation: "keep_running",
    },
  });
});

test("what is not defined is null with its reason; words stand for numbers that JSON lacks", async () => {
  const arms = [
    { n: 10, sum: "NaN", sumSquares: 3 },
    { n: 10, sum: 3, sumSquares: "Infinity" },
  ];
  const answer = await post("/ab", { arms, kind: "mean", difference: "absolute" });
  expect(answer).toMatchObject({
    status: 200,
    body: { sequential: { pValue: null, reason: expect.stringContaining("finite") } },
  });
});

test("a split is checked", async () => {
  const answer = await post("/srm", { counts: [5_000, 5_200], weights: [0.5, 0.5] });
  expect(answer).toMatchObject({
    status: 200,
    body: { pValue: expect.closeTo(0.04767, 5), flagged: false },
  });
  expect(await post("/srm", { counts: [1, 2], weights: [1] })).toMatchObject({ status: 400 });
  expect(await post("/srm", { counts: [-1, 2], weights: [1, 1] })).toMatchObject({ status: 400 });
});
