import { EVENT_NAMES } from "./catalog";
import type { SentEvent } from "./payloads";

const ACTIONS: Readonly<Record<string, "trigger" | "acknowledge" | "resolve">> = {
  "incident.opened": "trigger",
  "incident.escalated": "trigger",
  "incident.reopened": "trigger",
  "incident.acknowledged": "acknowledge",
  "incident.resolved": "resolve",
};

/** What PagerDuty is told of: what an alert of its own comes from. What is done about an incident would trigger it again. */
export const PAGER_DUTY_EVENTS: readonly string[] = EVENT_NAMES.filter((name) => name in ACTIONS);

const MAX_SUMMARY = 1_024;
const MAX_KEY = 255;
const SEVERITIES = ["info", "warning", "critical"];

const textOf = (value: unknown): string => (typeof value === "string" ? value : "");

/** The same for all that is told of an incident, so that an acknowledgement finds what was triggered. */
function keyOf({ workspace, data }: SentEvent): string {
  const url = textOf(data.url);
  const own = `slipway ${workspace} incident ${String(data.number)}`;
  return url !== "" && url.length <= MAX_KEY ? url : own;
}

/**
 * An event of an incident for version 2 of PagerDuty's Events API: what opens, escalates or reopens it triggers an alert, which is
 * acknowledged and resolved by the same key. Without the routing key, which is put in when it is sent.
 */
export function pagerDutyBody(event: SentEvent): string {
  const { data, at, workspace, isTest = false } = event;
  const action = ACTIONS[event.event] ?? "trigger";
  const name = textOf(data.name) || "Incident";
  const summary = [name, textOf(data.summary)].filter((part) => part !== "").join(": ");
  const severity = SEVERITIES.find((one) => one === data.severity) ?? "warning";
  const url = textOf(data.url);
  return JSON.stringify({
    event_action: action,
    // A test has a key of its own, so that it touches no alert that is one.
    dedup_key: isTest ? `slipway ${workspace} test` : keyOf(event),
    ...(action === "trigger"
      ? {
          payload: {
            summary: `${isTest ? "Test, nothing happened. " : ""}${summary}`.slice(0, MAX_SUMMARY),
            source: textOf(data.deployment) || textOf(data.dataset) || workspace,
            severity: isTest ? "info" : severity,
            timestamp: at,
            component: textOf(data.deployment) || textOf(data.dataset) || undefined,
            group: workspace,
            custom_details: data,
          },
          client: "Slipway",
          ...(url === "" ? {} : { client_url: url, links: [{ href: url, text: name }] }),
        }
      : {}),
  });
}

/** What is sent of a body, with the key that names the receiver's integration. */
export const withRoutingKey = (body: string, routingKey: string): string =>
  JSON.stringify({ routing_key: routingKey, ...Object(JSON.parse(body)) });
