import { z } from "zod";
import { deploymentInput } from "@/lib/deployments/schema/deployments";
import { SEVERITIES } from "@/lib/monitors/schema/alerts";
import { ACTS, retrainingWish } from "./acts";
import { SIGNAL_KINDS } from "./incidents";

const MAX_HOURS = 24 * 90;

/** What a deployment does by itself when something comes to its incident; one of each act. */
export const setResponseInput = retrainingWish.extend({
  act: z.enum(ACTS),
  signals: z.array(z.enum(SIGNAL_KINDS)).max(SIGNAL_KINDS.length).default([]).meta({
    description: "Kinds of signals that it answers; every alert of a monitor when empty",
  }),
  severity: z.enum(SEVERITIES).default("critical").meta({
    description: "The least severity that it answers",
  }),
  coolDownHours: z.number().int().min(0).max(MAX_HOURS).default(24).meta({
    description: "Between two of them, for the same deployment",
  }),
});
export type SetResponseInput = z.output<typeof deploymentInput> & z.output<typeof setResponseInput>;

export const responseInput = deploymentInput.extend({ act: z.enum(ACTS) });
export type ResponseInput = z.output<typeof responseInput>;
