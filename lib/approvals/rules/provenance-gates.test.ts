import { describe, expect, it } from "vitest";
import { judgeFreshness, judgeLineage } from "./provenance-gates";

const input = (contentKey: string) => ({ dataset: "weather", version: 1, contentKey, context: "" });
const strict = { weakDigests: "fail" } as const;

describe("known lineage", () => {
  it("is a run and every dataset by its content", () => {
    const known = { runs: ["r"], inputs: [input("sha256:ab"), input("dvc:1"), input("lakefs:2")] };
    expect(judgeLineage(strict, known).verdict).toBe("pass");
  });

  it.each([
    ["no run", { runs: [], inputs: [] }, /No run/],
    ["no dataset", { runs: ["r"], inputs: [] }, /log_input/],
    ["a short digest", { runs: ["r"], inputs: [input("sha256:a"), input("weak:b")] }, /weather/],
  ])("is not %s", (_title, facts, sentence) => {
    expect(judgeLineage(strict, facts)).toMatchObject({
      verdict: "fail",
      summary: expect.stringMatching(sentence),
    });
  });

  it("takes a short digest for a warning where the policy says so", () => {
    const weak = { runs: ["r"], inputs: [input("weak:b")] };
    expect(judgeLineage({ weakDigests: "warn" }, weak).verdict).toBe("warn");
  });
});

describe("a fresh evaluation", () => {
  const now = new Date("2026-06-10T12:00:00Z");
  const judge = (at: string) =>
    judgeFreshness({ maxAgeDays: 7 }, { metric: "auc", at: Date.parse(at) }, now);

  it("counts from the newest measurement, and says until when", () => {
    expect(judge("2026-06-04T12:00:00Z")).toMatchObject({
      verdict: "pass",
      freshUntil: new Date("2026-06-11T12:00:00Z"),
    });
    expect(judge("2026-06-03T11:59:59Z")).toMatchObject({ verdict: "fail", freshUntil: null });
  });

  it("is not claimed from the future, nor there without a metric", () => {
    expect(judge("2027-01-01T00:00:00Z").verdict).toBe("inconclusive");
    expect(judgeFreshness({ maxAgeDays: 7 }, null, now).verdict).toBe("not_run");
    const beyond = { metric: "auc", at: 9e18 };
    expect(judgeFreshness({ maxAgeDays: 7 }, beyond, now).verdict).toBe("inconclusive");
  });

  it("says the same as long as nothing has changed", () => {
    const at = { metric: "auc", at: Date.parse("2026-06-09T12:00:00Z") };
    const later = new Date(now.getTime() + 3_600_000);
    expect(judgeFreshness({ maxAgeDays: 7 }, at, later)).toEqual(
      judgeFreshness({ maxAgeDays: 7 }, at, now),
    );
  });
});
