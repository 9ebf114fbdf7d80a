import { z } from "zod";
import type {
  IncidentDto,
  IncidentEventDto,
  IncidentSummaryDto,
} from "@/lib/incidents/dto/incidents";
import { eventAbout } from "@/lib/incidents/schema/acts";
import {
  INCIDENT_EVENTS,
  INCIDENT_STATUSES,
  SIGNAL_KINDS,
  signalEvidence,
} from "@/lib/incidents/schema/incidents";
import { SEVERITIES } from "@/lib/monitors/schema/alerts";
import { subjectShape } from "./monitor-entities";

const millis = z.int().meta({ description: "Milliseconds since the epoch" });
const severity = z.enum(SEVERITIES);

const summary = z.object({
  number: z.int(),
  title: z.string(),
  severity,
  status: z.enum(INCIDENT_STATUSES),
  ...subjectShape,
  isDeploymentDeleted: z.boolean().meta({ description: "Its name may be another one's by now" }),
  owner: z.object({ id: z.string(), name: z.string() }).nullable(),
  openedAt: millis,
  acknowledgedAt: millis.nullable(),
  resolvedAt: millis.nullable(),
  isFiring: z.boolean().meta({ description: "Whether anything that speaks for it is still so" }),
});

export const incidentSummaryEntity: z.ZodType<IncidentSummaryDto> = summary.meta({
  id: "IncidentSummary",
});

export const incidentEntity: z.ZodType<IncidentDto> = summary
  .extend({
    resolution: z.string(),
    signals: z.array(
      z.object({
        kind: z.enum(SIGNAL_KINDS),
        severity,
        summary: z.string(),
        evidence: signalEvidence,
        isFiring: z.boolean(),
        firstAt: millis,
        lastAt: millis,
      }),
    ),
  })
  .meta({ id: "Incident" });

export const incidentEventEntity: z.ZodType<IncidentEventDto> = z
  .object({
    id: z.int(),
    kind: z.enum(INCIDENT_EVENTS),
    note: z.string(),
    about: eventAbout.meta({
      description: "The job, version, request or rollout that it tells of",
    }),
    actor: z.string().nullable().meta({ description: "Null when Slipway did it by itself" }),
    at: millis,
  })
  .meta({ id: "IncidentEvent" });
