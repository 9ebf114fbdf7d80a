import { expect, test } from "vitest";
import { PAGER_DUTY_EVENTS, pagerDutyBody, withRoutingKey } from "./pager-duty";

const DATA = {
  ...{ name: "Drift of churn: amount", number: 7, severity: "critical", deployment: "churn" },
  ...{ summary: "amount has drifted.", url: "https://slipway.example/team/incidents/7" },
};
const sent = (event: string, more: object = {}) =>
  JSON.parse(
    pagerDutyBody({
      event,
      at: "2026-11-30T14:00:00.000Z",
      workspace: "team",
      data: DATA,
      ...more,
    }),
  );

test("an incident triggers an alert that says what, where and how gravely", () => {
  expect(sent("incident.opened")).toEqual({
    event_action: "trigger",
    dedup_key: DATA.url,
    payload: {
      ...{ summary: "Drift of churn: amount: amount has drifted.", source: "churn" },
      ...{ severity: "critical", timestamp: "2026-11-30T14:00:00.000Z", component: "churn" },
      ...{ group: "team", custom_details: DATA },
    },
    ...{ client: "Slipway", client_url: DATA.url, links: [{ href: DATA.url, text: DATA.name }] },
  });
  for (const again of ["incident.escalated", "incident.reopened"])
    expect(sent(again)).toMatchObject({ event_action: "trigger", dedup_key: DATA.url });
});

test("whoever acknowledges or resolves it does so there as well, by the same key and with no more than that", () => {
  expect(sent("incident.acknowledged")).toEqual({
    ...{ event_action: "acknowledge", dedup_key: DATA.url },
  });
  expect(sent("incident.resolved")).toEqual({ event_action: "resolve", dedup_key: DATA.url });
});

test("an odd incident is still what PagerDuty takes, and a test touches no other alert", () => {
  const data = {
    number: 7,
    severity: "odd",
    name: "x".repeat(2_000),
    url: `https://${"y".repeat(255)}`,
  };
  const odd = sent("incident.opened", { data });
  expect(odd.payload.summary).toHaveLength(1_024);
  expect(odd).toMatchObject({ payload: { severity: "warning", source: "team" } });
  expect(odd.dedup_key).toBe("slipway team incident 7");
  expect(sent("incident.opened", { isTest: true })).toMatchObject({
    dedup_key: "slipway team test",
    payload: { severity: "info", summary: expect.stringMatching(/^Test, nothing happened/) },
  });
});

test("the routing key is put in beside the rest, and only incidents are told", () => {
  const body = JSON.parse(
    withRoutingKey(
      pagerDutyBody({ event: "incident.resolved", at: "", workspace: "team", data: DATA }),
      "R0",
    ),
  );
  expect(body).toEqual({ routing_key: "R0", event_action: "resolve", dedup_key: DATA.url });
  expect(PAGER_DUTY_EVENTS).toEqual(
    ["opened", "escalated", "acknowledged", "resolved", "reopened"].map((one) => `incident.${one}`),
  );
});
