import { z } from "zod";
import { pageInput } from "@/lib/core/page";

const text = z.string().trim().max(500).optional();

/** Which events: all that is given holds at once. */
export const auditFilterInput = z.object({
  /** A person, by id or by part of the name the event has for them. */
  actor: text,
  /** What the actor was at that time: a role of the workspace, "operator", "person" or "system". */
  role: text,
  /** "token:<id>", "session:<id>", or "token" or "session" for all of them. */
  credential: text,
  /** "run.updated", or a noun for all that happened to such: "run". */
  action: text,
  /** What kind of thing it happened to: "run", "model version". */
  kind: text,
  /** A part of what the subject is called. */
  subject: text,
  /** "run <id>", exactly. */
  object: text,
  /** A part of anything that the event says. */
  text,
  from: z.iso.datetime({ offset: true }).optional(),
  to: z.iso.datetime({ offset: true }).optional(),
});
export type AuditFilter = z.infer<typeof auditFilterInput>;

export const listAuditInput = auditFilterInput.extend(pageInput.shape);
export type ListAuditInput = z.infer<typeof listAuditInput>;

export const auditEventInput = z.object({ eventId: z.coerce.number().int().min(1) });

export const EXPORT_FORMATS = ["json", "csv"] as const;
export type ExportFormat = (typeof EXPORT_FORMATS)[number];
export const exportAuditInput = auditFilterInput.extend({
  format: z.enum(EXPORT_FORMATS).default("json"),
});
export type ExportAuditInput = z.infer<typeof exportAuditInput>;

export const checkpointsInput = z.object({
  after: z.coerce.number().int().min(0).default(0),
  limit: z.coerce.number().int().min(1).max(1_000).default(1_000),
});
