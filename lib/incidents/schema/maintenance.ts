import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";

const moment = z.int().min(0).max(8.64e15).meta({ description: "Milliseconds since the epoch" });
const ids = z.array(z.number().int().min(1)).max(200);
const DAY_MS = 86_400_000;
const LONGEST_MS = 90 * DAY_MS;
const WEEK_MS = 7 * DAY_MS;

const isTimeZone = (timeZone: string): boolean => {
  try {
    new Intl.DateTimeFormat("en", { timeZone });
    return true;
  } catch {
    return false;
  }
};

const window = z.object({
  name: storableText.trim().min(1, "Name it.").max(100),
  startsAt: moment,
  endsAt: moment,
  isWeekly: z.boolean().default(false).meta({
    description: "Comes again each week, at the same time of the day in the time zone",
  }),
  timeZone: z
    .string()
    .max(100)
    .refine(isTimeZone, "Write the name of a time zone, such as Europe/Berlin.")
    .default("UTC"),
  deploymentIds: ids.default([]),
  monitorIds: ids.default([]).meta({
    description: "With no deployments and no monitors it is for everything",
  }),
});

export const maintenanceInput = window
  .refine(({ startsAt, endsAt }) => endsAt > startsAt, {
    path: ["endsAt"],
    message: "It ends after it begins.",
  })
  .refine(({ startsAt, endsAt }) => endsAt - startsAt <= LONGEST_MS, {
    path: ["endsAt"],
    message: "It lasts for 90 days at most.",
  })
  .refine(({ startsAt, endsAt, isWeekly }) => !isWeekly || endsAt - startsAt < WEEK_MS, {
    path: ["endsAt"],
    message: "What comes each week is shorter than a week.",
  });
export type MaintenanceInput = z.output<typeof maintenanceInput>;

export const maintenanceWindowInput = z.object({ windowId: z.uuid() });
export type MaintenanceWindowInput = z.output<typeof maintenanceWindowInput>;
export type ReviseMaintenanceInput = MaintenanceWindowInput & MaintenanceInput;

export const listMaintenanceInput = pageInput;
export type ListMaintenanceInput = z.output<typeof listMaintenanceInput>;
