import "server-only";
import { gateHandler } from "@/lib/approvals/jobs/gates";
import { approvalHandlers } from "@/lib/approvals/jobs/requests";
import { inspectHandler } from "@/lib/datasets/jobs/inspect";
import { deliverHandler, fanOutHandler } from "@/lib/events/jobs/deliver";
import { emailHandler } from "@/lib/events/jobs/email";
import { recountHandler } from "@/lib/gateway/jobs/recount";
import { reportHandler } from "@/lib/lineage/jobs";
import type { QueueHandler } from "@/lib/queue/handler";
import { verifyHandler } from "@/lib/records/jobs/verify";
import { sealMetricsHandler } from "@/lib/runs/jobs";

/** What takes each kind of queued work. */
export const HANDLERS: readonly QueueHandler[] = [
  fanOutHandler,
  sealMetricsHandler,
  inspectHandler,
  verifyHandler,
  reportHandler,
  recountHandler,
  ...approvalHandlers,
];

/** What waits for other people's systems. It has places of its own, so that a slow receiver holds up nothing else. */
export const OUTBOUND_HANDLERS: readonly QueueHandler[] = [
  deliverHandler,
  emailHandler,
  gateHandler,
];
