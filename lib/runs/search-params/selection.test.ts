import { describe, expect, it } from "vitest";
import {
  decodeRunId,
  decodeSelection,
  encodeRunId,
  encodeSelection,
  MAX_LINKED_RUNS,
} from "./selection";

const runs = [
  "00000000000000000000000000000000",
  "ffffffffffffffffffffffffffffffff",
  "0123456789abcdef0123456789abcdef",
];

describe("run ids in the address", () => {
  it.each(runs)("come back as they were: %s", (uuid) => {
    const coded = encodeRunId(uuid);
    expect(coded).toMatch(/^[A-Za-z0-9_-]{22}$/);
    expect(decodeRunId(coded)).toBe(uuid);
  });

  it("may be written in full", () => {
    expect(decodeRunId(runs[2] ?? "")).toBe(runs[2]);
  });

  it("are refused when they are anything else", () => {
    expect(decodeRunId("../../etc")).toBeNull();
    expect(decodeRunId("0123")).toBeNull();
  });
});

describe("a selection in the address", () => {
  it("keeps some runs", () => {
    const selection = { mode: "some" as const, ids: runs };
    expect(decodeSelection(encodeSelection(selection) ?? "")).toEqual(selection);
  });

  it("keeps 'all but these'", () => {
    const selection = { mode: "all" as const, except: runs.slice(0, 1) };
    expect(decodeSelection(encodeSelection(selection) ?? "")).toEqual(selection);
    expect(encodeSelection({ mode: "all", except: [] })).toBe("all");
  });

  it("is left out when it is empty or too long", () => {
    expect(encodeSelection({ mode: "some", ids: [] })).toBeNull();
    const many = Array.from({ length: MAX_LINKED_RUNS + 1 }, () => runs[0] ?? "");
    expect(encodeSelection({ mode: "some", ids: many })).toBeNull();
  });

  it("drops what is no run id", () => {
    expect(decodeSelection(`${runs[0]}~nonsense`)).toEqual({ mode: "some", ids: [runs[0]] });
    expect(decodeSelection("")).toEqual({ mode: "some", ids: [] });
  });
});
