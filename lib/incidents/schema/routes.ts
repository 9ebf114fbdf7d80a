import { z } from "zod";
import { storableText } from "@/lib/core/text";
import { SEVERITIES } from "@/lib/monitors/schema/alerts";
import { SIGNAL_KINDS } from "./incidents";

const names = z.array(storableText.trim().min(1).max(250)).max(100).default([]);
const people = z.array(z.uuid()).max(100);

/** What an incident has to be; an empty list takes any. */
export const routeMatch = z.object({
  severities: z.array(z.enum(SEVERITIES)).max(SEVERITIES.length).default([]),
  kinds: z.array(z.enum(SIGNAL_KINDS)).max(SIGNAL_KINDS.length).default([]),
  deployments: names,
  environments: names,
  models: names.meta({ description: "Registered models that the deployment serves" }),
  ownerIds: people.default([]).meta({
    description: "Who made the deployment, or whose the incident is",
  }),
});
export type RouteMatch = z.output<typeof routeMatch>;

const NO_MATCH = { severities: [], kinds: [], deployments: [], environments: [], models: [] };

export const alertRouteInput = z
  .object({
    name: storableText.trim().min(1, "Name the route.").max(100),
    match: routeMatch.default({ ...NO_MATCH, ownerIds: [] }),
    userIds: people.default([]).meta({
      description: "Members, told in app and by e-mail as each chose",
    }),
    webhookIds: z.array(z.uuid()).max(20).default([]),
    escalateMinutes: z.number().int().min(1).max(10_080).nullable().default(null).meta({
      description: "After so many minutes without an acknowledgement the next route is told",
    }),
  })
  .refine(({ userIds, webhookIds }) => userIds.length + webhookIds.length > 0, {
    path: ["userIds"],
    message: "Choose somebody, or a webhook, to tell.",
  });
export type AlertRouteInput = z.output<typeof alertRouteInput>;

export const oneRouteInput = z.object({ routeId: z.uuid() });
export type OneRouteInput = z.output<typeof oneRouteInput>;
export type ReviseRouteInput = OneRouteInput & AlertRouteInput;

export const moveRouteInput = z.object({ position: z.number().int().min(1).max(1_000) });
export type MoveRouteInput = OneRouteInput & z.output<typeof moveRouteInput>;
