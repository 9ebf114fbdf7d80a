import { describe, expect, it } from "vitest";
import { EVENT_NAMES, isEventName, isMlflowEvent, mlflowActions } from "./catalog";
import { isDelivered, MAX_ATTEMPTS, nextWait, retryAfterMs } from "./delivery";
import { exampleData, jsonBody, slackBody } from "./payloads";

describe("a delivery", () => {
  it("is over with any 2xx, and with nothing else", () => {
    expect([200, 202, 204, 299].every((status) => isDelivered({ status }))).toBe(true);
    expect([199, 301, 404, 500, null].some((status) => isDelivered({ status }))).toBe(false);
  });
  it("is tried again with growing waits where that may help, and then given up", () => {
    for (const status of [429, 500, 502, 503, 504, null]) {
      const waits = Array.from({ length: MAX_ATTEMPTS }, (_, n) => nextWait(n + 1, { status }));
      expect(waits.at(-1)).toBeNull();
      const made = waits.slice(0, -1).map(Number);
      expect(made).toEqual([...made].sort((a, b) => a - b));
      expect(made[0]).toBeGreaterThan(0);
    }
  });
  it("is not tried again where the receiver says no, or the target is refused", () => {
    for (const status of [301, 400, 401, 404, 410, 501]) expect(nextWait(1, { status })).toBeNull();
    expect(nextWait(1, { status: null, isRetryable: false })).toBeNull();
  });
  it("waits as long as the receiver asks, within an hour", () => {
    expect(nextWait(1, { status: 429, retryAfterMs: 90_000 })).toBe(90_000);
    expect(nextWait(1, { status: 429, retryAfterMs: 1e12 })).toBe(3_600_000);
    const now = Date.UTC(2026, 0, 1);
    expect(retryAfterMs("120", now)).toBe(120_000);
    expect(retryAfterMs("Thu, 01 Jan 2026 00:00:30 GMT", now)).toBe(30_000);
    expect(retryAfterMs("Wed, 31 Dec 2025 00:00:00 GMT", now)).toBe(0);
    expect(retryAfterMs("soon", now)).toBeNull();
    expect(retryAfterMs(undefined, now)).toBeNull();
  });
});

describe("events", () => {
  it("are MLflow's and ours, told apart", () => {
    expect(isMlflowEvent("model_version_alias.created")).toBe(true);
    expect(isMlflowEvent("model_version.deleted")).toBe(false);
    expect(isEventName("model_version.deleted")).toBe(true);
    expect(isEventName("model_version.exploded")).toBe(false);
    expect(mlflowActions("prompt_tag")).toEqual(["deleted", "set"]);
  });
  it("all have an example", () => {
    const without = EVENT_NAMES.filter((name) => Object.keys(exampleData(name)).length === 0);
    expect(without).toEqual(["budget_policy.exceeded"]);
  });
});

describe("a body", () => {
  const event = {
    event: "model_version.created",
    at: "2026-01-01T00:00:00.000Z",
    workspace: "default",
    data: { name: "<!channel> & <https://evil.example|here>", version: "3" },
  };
  it("is MLflow's form", () => {
    expect(JSON.parse(jsonBody(event))).toEqual({
      entity: "model_version",
      action: "created",
      timestamp: event.at,
      workspace: "default",
      data: event.data,
    });
  });
  it("for Slack mentions nobody and links nowhere but here", () => {
    const text = slackBody(event, "https://slipway.example/default");
    expect(JSON.parse(text)).toMatchObject({ text: expect.any(String), blocks: expect.any(Array) });
    expect(text).not.toContain("<!channel>");
    expect(text).not.toContain("<https://evil");
    expect(text).toContain("<https://slipway.example/default|default in Slipway>");
  });
  it("for Slack leads to the page that the event names, if it is one of ours", () => {
    const address = "https://slipway.example/default";
    const linked = (url: string) =>
      slackBody({ ...event, event: "incident.opened", data: { name: "Drift", url } }, address);
    expect(linked(`${address}/incidents/1`)).toContain(`<${address}/incidents/1|`);
    expect(linked("https://slipway.example/default.evil")).toContain(`<${address}|`);
  });
});
