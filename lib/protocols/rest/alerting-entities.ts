import { z } from "zod";
import type { MaintenanceDto } from "@/lib/incidents/dto/maintenance";
import type { AlertRouteDto, RouteTestDto } from "@/lib/incidents/dto/routes";
import { routeMatch } from "@/lib/incidents/schema/routes";

const millis = z.number().meta({ description: "Milliseconds since the epoch" });
const numbered = z.array(z.object({ id: z.int(), name: z.string() }));
const named = z.array(z.object({ id: z.string(), name: z.string() }));

export const maintenanceEntity: z.ZodType<MaintenanceDto> = z
  .object({
    id: z.string(),
    name: z.string(),
    startsAt: millis,
    endsAt: millis,
    isWeekly: z.boolean(),
    timeZone: z.string(),
    deployments: numbered,
    monitors: numbered,
    isActive: z.boolean().meta({ description: "Whether it lasts now" }),
    next: z.object({ startsAt: millis, endsAt: millis }).nullable().meta({
      description: "The one that lasts, or else comes next; null when it is over",
    }),
    createdBy: z.string(),
  })
  .meta({ id: "MaintenanceWindow" });

export const alertRouteEntity: z.ZodType<AlertRouteDto> = z
  .object({
    id: z.string(),
    name: z.string(),
    position: z.int().meta({ description: "The first route that fits is told" }),
    match: routeMatch,
    people: named,
    webhooks: named,
    escalateMinutes: z.int().nullable(),
  })
  .meta({ id: "AlertRoute" });

export const routeTestEntity: z.ZodType<RouteTestDto> = z
  .object({
    people: z.int().meta({ description: "Who were told in app or by e-mail" }),
    webhooks: z.array(
      z.object({ name: z.string(), status: z.int().nullable(), error: z.string().nullable() }),
    ),
  })
  .meta({ id: "AlertRouteTest" });
