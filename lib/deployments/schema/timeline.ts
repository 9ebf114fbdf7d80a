import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { TRAFFIC_RANGES } from "../rules/traffic";
import { deploymentInput } from "./deployments";

const moment = z.iso.datetime({ offset: true });

export const trafficWindowsInput = deploymentInput.extend({
  range: z.enum(TRAFFIC_RANGES).default("1h").meta({ description: "How far back" }),
  to: moment.optional().meta({ description: "Where the range ends; now when absent" }),
});
export type TrafficWindowsInput = z.output<typeof trafficWindowsInput>;

export const listEventsInput = deploymentInput.extend(pageInput.shape).extend({
  from: moment.optional().meta({ description: "Happened then or later" }),
  to: moment.optional().meta({ description: "Happened before" }),
});
export type ListEventsInput = z.output<typeof listEventsInput>;

export const liveTrafficInput = deploymentInput.extend({
  range: trafficWindowsInput.shape.range,
});
export type LiveTrafficInput = z.output<typeof liveTrafficInput>;
