import { describe, expect, it } from "vitest";
import { HEARTBEAT_LOST_MS, RUN_COLORS, runColor, stateOf } from "./rules";

describe("a run's colour", () => {
  it("differs between any sixteen runs logged one after the other", () => {
    const colors = Array.from({ length: RUN_COLORS }, (_, index) => runColor(1000 + index));
    expect(new Set(colors).size).toBe(RUN_COLORS);
  });
});

describe("a run's state", () => {
  it("is heartbeat lost once a running run has been silent for too long", () => {
    expect(stateOf("RUNNING", 0, HEARTBEAT_LOST_MS)).toBe("RUNNING");
    expect(stateOf("RUNNING", 0, HEARTBEAT_LOST_MS + 1)).toBe("HEARTBEAT_LOST");
  });

  it("stays what the client said once the run has ended", () => {
    expect(stateOf("FINISHED", 0, HEARTBEAT_LOST_MS * 10)).toBe("FINISHED");
    expect(stateOf("KILLED", 0, HEARTBEAT_LOST_MS * 10)).toBe("KILLED");
  });
});
