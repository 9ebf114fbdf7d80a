import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { invalidInput } from "@/lib/access/failures";
import { deploymentInput } from "@/lib/deployments/schema/deployments";
import { takePayloadEvent } from "@/lib/gateway/queries/payload-events";
import { payloadEventInput } from "@/lib/gateway/schema/payload-events";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

/** The event in its body, or in its headers with the body as its data; also as the first draft of the standard names them. */
function eventOf({ headers, body }: FastifyRequest): object {
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/cloudevents+json") return typeof body === "object" && body ? body : {};
  return {
    id: headers["ce-id"] ?? headers["ce-eventid"],
    type: headers["ce-type"] ?? headers["ce-eventtype"],
    time: headers["ce-time"] ?? headers["ce-eventtime"],
    data: body,
  };
}

export const payloadEventOperations = [
  defineOperation({
    id: "takePayloadEvent",
    method: "POST",
    path: "/workspaces/{workspace}/deployments/{deployment}/events",
    access: "deployment:predict",
    tag: "Predictions",
    summary:
      "Take a request or a response that KServe's payload logger tells of, as a CloudEvent in binary or structured mode",
    params: inWorkspacePath.extend(deploymentInput.shape),
    isFile: true,
    answer: z
      .object({ state: z.enum(["paired", "waiting", "duplicate"]) })
      .meta({ id: "PayloadEventTaken" }),
    run: (actor, { deployment }, request) => {
      const parsed = payloadEventInput.safeParse({ ...eventOf(request), deployment });
      if (!parsed.success) throw invalidInput(parsed.error);
      return takePayloadEvent(actor, parsed.data);
    },
  }),
];
