import "server-only";
import type { Actor } from "@/lib/access/actor";
import { type AuditValues, recordAudit, systemIn } from "@/lib/audit/record";
import { routes } from "@/lib/core/routes";
import type { JsonObject, Tx } from "@/lib/db/client";
import { notify } from "@/lib/events/notify";
import { publishEvent } from "@/lib/events/publish";
import type { NotificationKind } from "@/lib/events/rules/notifications";
import { targetOf } from "../rules/stored";
import { shortTarget } from "../rules/targets";
import type { RequestRow } from "../sql/elections";
import { recordEvent } from "../sql/requests";

interface Happening {
  /** In the timeline, and in the audit as "approval-request.<kind>". */
  kind: string;
  details?: Record<string, string | number | boolean | null | readonly string[]>;
  /** What was changed, as it was and as it is. */
  change?: { before: AuditValues; after: AuditValues };
  /** Name of the event for webhooks; none for what others are not told. */
  event?: string;
}

/** Who did it; null when Slipway did it by itself. */
type Teller = Actor | null;

/** Everything that is kept and told of what was done to a request: timeline, audit, event. */
export async function tell(
  tx: Tx,
  actor: Teller,
  request: RequestRow,
  { kind, details = {}, change, event }: Happening,
): Promise<void> {
  // Plain values and lists of text are JSON.
  await recordEvent(tx, actor, request, { kind, details: details as JsonObject });
  await recordAudit(tx, actor ?? systemIn(request.workspaceId), {
    action: `approval-request.${kind.replaceAll("_", "-")}`,
    subject: `approval request ${request.number}`,
    details: {
      model: request.modelName,
      version: request.version,
      target: shortTarget(targetOf(request)),
      ...(request.deploymentName === null ? {} : { deployment: request.deploymentName }),
      evidence: request.evidenceHash,
      ...details,
    },
    ...change,
  });
  if (!event) return;
  await publishEvent(tx, {
    workspaceId: request.workspaceId,
    entity: "approval_request",
    action: event,
    data: {
      id: String(request.number),
      name: request.modelName,
      version: String(request.version),
      target: shortTarget(targetOf(request)),
      by: actor?.email ?? "Slipway",
    },
  });
}

async function slugOf(tx: Tx, workspaceId: string): Promise<string> {
  const { slug } = await tx.workspace.findUniqueOrThrow({
    where: { id: workspaceId },
    select: { slug: true },
  });
  return slug;
}

/** Tells people of a request, each in the ways they chose; whoever did it knows already. */
export async function notifyOf(
  tx: Tx,
  actor: Teller,
  request: RequestRow,
  news: { kind: NotificationKind; title: string; userIds: readonly string[]; body?: string },
): Promise<void> {
  await notify(tx, {
    workspaceId: request.workspaceId,
    ...news,
    userIds: news.userIds.filter((userId) => userId !== actor?.userId),
    href: routes.approval(
      actor?.workspaceSlug ?? (await slugOf(tx, request.workspaceId)),
      request.number,
    ),
  });
}
