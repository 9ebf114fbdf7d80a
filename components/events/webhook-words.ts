import type { WebhookDto } from "@/lib/events/dto";

/** What a webhook sends, by its format. */
export const SENDS: Readonly<Record<WebhookDto["format"], string>> = {
  json: "JSON",
  slack: "Slack messages",
  openlineage: "OpenLineage events",
};

/** How a receiver can tell that a delivery is from here, after the number of events. */
export function proofText({ format, hasSecret }: WebhookDto): string {
  if (format === "openlineage") return hasSecret ? ", with a token" : "";
  return hasSecret ? ", signed" : ", not signed";
}
