import type { FastifyInstance, FastifyRequest } from "fastify";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { receiveDelivery } from "@/lib/pipelines/commands/receive";
import { receivedInput } from "@/lib/pipelines/schema/hooks";
import type { SignedRoute } from "../openapi";
import { REST_PREFIX } from "../rest-route";

const MAX_BODY_BYTES = 64 * 1024;

const { hookId, deliveryId, timestamp, signature } = receivedInput.shape;

/** As it is documented. */
export const signedHook: SignedRoute = {
  id: "receiveDelivery",
  method: "POST",
  path: "/hooks/{hookId}",
  access: null,
  tag: "Pipelines",
  summary: "Launch a pipeline by its webhook",
  description:
    "Takes no token, but a signature with the webhook's secret. One delivery launches one job, however often it comes.",
  params: z.object({ hookId }),
  query: z.object({}),
  headers: z.object({
    "X-Slipway-Delivery-Id": deliveryId.meta({ description: "The sender's name for the delivery" }),
    "X-Slipway-Timestamp": timestamp.meta({ description: "When it was signed, in seconds" }),
    "X-Slipway-Signature": signature.meta({
      description:
        "`v1,` and the HMAC-SHA256, in base64, of delivery id, timestamp and raw body, joined by dots",
    }),
  }),
  body: z.looseObject({}).meta({ description: "Values of parameters, by their names" }),
  answer: z.object({ job: z.int().meta({ description: "The number of the job" }) }),
  status: 201,
};

function readDelivery({ params, headers, body }: FastifyRequest) {
  const parsed = receivedInput.safeParse({
    ...Object(params),
    deliveryId: headers["x-slipway-delivery-id"],
    timestamp: headers["x-slipway-timestamp"],
    signature: headers["x-slipway-signature"],
  });
  if (!parsed.success)
    throw new AppError(
      "FORBIDDEN",
      "Sign with the headers X-Slipway-Delivery-Id, X-Slipway-Timestamp and X-Slipway-Signature.",
    );
  return { ...parsed.data, body: Buffer.isBuffer(body) ? body : Buffer.alloc(0) };
}

/** Where other systems launch a pipeline: what they sign says who they are, so no token is asked for. */
export function signedHookRoute(app: FastifyInstance): void {
  app.removeAllContentTypeParsers();
  // The signature is over the bytes as they came.
  app.addContentTypeParser("*", { parseAs: "buffer" }, (_request, bytes, done) =>
    done(null, bytes),
  );
  app.post(
    REST_PREFIX + signedHook.path.replace("{hookId}", ":hookId"),
    { config: { access: "public" }, bodyLimit: MAX_BODY_BYTES },
    async (request, reply) => {
      const { number } = await receiveDelivery({ address: request.ip }, readDelivery(request));
      // Whoever sends is told which job it is, and nothing else of the workspace.
      return reply.code(201).send({ job: number });
    },
  );
}
