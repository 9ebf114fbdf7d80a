import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { deploymentInput } from "@/lib/deployments/schema/deployments";

export const INCIDENT_STATUSES = ["open", "acknowledged", "resolved"] as const;
export type IncidentStatus = (typeof INCIDENT_STATUSES)[number];

export const SIGNAL_KINDS = [
  "drift",
  "column",
  "performance",
  "quality",
  "silence",
  "rollback",
] as const;
export type SignalKind = (typeof SIGNAL_KINDS)[number];

export const INCIDENT_EVENTS = [
  "opened",
  "signalled",
  "recovered",
  "acknowledged",
  "assigned",
  "commented",
  "resolved",
  "reopened",
  "held_back",
  "escalated",
  "acted",
  "refused",
  "advanced",
  "failed",
  "declined",
] as const;
export type IncidentEventKind = (typeof INCIDENT_EVENTS)[number];

export const INCIDENT_LISTS = ["unresolved", "resolved", "all"] as const;
export type IncidentList = (typeof INCIDENT_LISTS)[number];

const note = storableText.trim().max(5_000);

export const incidentInput = z.object({
  incident: z.coerce.number().int().min(1).max(2_147_483_647),
});
export type IncidentInput = z.output<typeof incidentInput>;

export const listIncidentsInput = pageInput.extend({
  show: z.enum(INCIDENT_LISTS).default("unresolved"),
  deployment: deploymentInput.shape.deployment.optional(),
});
export type ListIncidentsInput = z.output<typeof listIncidentsInput>;

export const listIncidentEventsInput = incidentInput.extend(pageInput.shape);
export type ListIncidentEventsInput = z.output<typeof listIncidentEventsInput>;

export const acknowledgeInput = z.object({ note: note.default("") });
export type AcknowledgeInput = IncidentInput & z.output<typeof acknowledgeInput>;

export const assignInput = z.object({
  ownerId: z.uuid().nullable().meta({ description: "A member; null for nobody" }),
});
export type AssignInput = IncidentInput & z.output<typeof assignInput>;

export const commentInput = z.object({ note: note.min(1, "Write something.") });
export type CommentInput = IncidentInput & z.output<typeof commentInput>;

export const resolveInput = z.object({ note: note.min(1, "Say what it was and what was done.") });
export type ResolveInput = IncidentInput & z.output<typeof resolveInput>;

/** What speaks for a signal: enough to read it again. */
export const signalEvidence = z.object({
  /** When the window began, or the rollback happened; milliseconds since the epoch. */
  at: z.number(),
  monitorId: z.number().nullable(),
  /** Columns, the one that went farthest first. */
  columns: z.array(z.string()),
  trafficVersion: z.number().nullable(),
});
export type SignalEvidence = z.output<typeof signalEvidence>;
