import type { WebhookDto } from "@/lib/events/dto";

/** What a webhook sends, by its format. */
export const SENDS: Readonly<Record<WebhookDto["format"], string>> = {
  json: "JSON",
  slack: "Slack messages",
  openlineage: "OpenLineage events",
  pagerduty: "PagerDuty alerts",
};

/** How a receiver can tell that a delivery is from here, after the number of events. */
export function proofText({ format, hasSecret }: WebhookDto): string {
  if (format === "openlineage") return hasSecret ? ", with a token" : "";
  if (format === "pagerduty") return ", with a routing key";
  return hasSecret ? ", signed" : ", not signed";
}
