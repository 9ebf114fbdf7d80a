import type { FastifyRequest } from "fastify";
import { z } from "zod";
import { invalidInput } from "@/lib/access/failures";
import { deploymentInput } from "@/lib/deployments/schema/deployments";
import { takePayloadEvent } from "@/lib/gateway/queries/payload-events";
import { payloadEventInput } from "@/lib/gateway/schema/payload-events";
import { readTold } from "../../open-inference/v2";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const eventBody = z.object({
  data_base64: z.string().optional(),
  inferenceheadercontentlength: z.unknown().optional(),
  datacontenttype: z.unknown().optional(),
});

const JSON_SIZE = /;\s*json-header-size\s*=\s*"?(\d+)/i;
const textOf = (value: unknown): string | undefined =>
  typeof value === "string" || typeof value === "number" ? String(value) : undefined;

/** Where tensors in binary begin: as an attribute of the event, as a header, or in the type of its data. */
const lengthOf = (attribute: unknown, type: unknown): string | undefined =>
  textOf(attribute) ?? JSON_SIZE.exec(textOf(type) ?? "")?.[1];

/** An event whose body is all of it; data that are no JSON are in base64 there. */
function structured(event: object): object {
  const parsed = eventBody.safeParse(event);
  if (!parsed.success) throw invalidInput(parsed.error);
  const { data_base64: encoded, ...attributes } = parsed.data;
  if (encoded === undefined) return event;
  const { inferenceheadercontentlength, datacontenttype } = attributes;
  const length = lengthOf(inferenceheadercontentlength, datacontenttype);
  return { ...event, data: readTold(Buffer.from(encoded, "base64"), length) };
}

/** The event in its body, or in its headers with the body as its data; also as the first draft of the standard names them. */
function eventOf({ headers, body }: FastifyRequest): object {
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase();
  if (type === "application/cloudevents+json")
    return typeof body === "object" && body ? structured(body) : {};
  const length =
    headers["ce-inferenceheadercontentlength"] ?? headers["inference-header-content-length"];
  return {
    id: headers["ce-id"] ?? headers["ce-eventid"],
    type: headers["ce-type"] ?? headers["ce-eventtype"],
    time: headers["ce-time"] ?? headers["ce-eventtime"],
    data: Buffer.isBuffer(body) ? readTold(body, lengthOf(length, headers["content-type"])) : body,
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
