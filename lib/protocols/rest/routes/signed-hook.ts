import type { FastifyInstance, FastifyRequest } from "fastify";
import { AppError } from "@/lib/core/errors";
import { receiveDelivery } from "@/lib/pipelines/commands/receive";
import { receivedInput } from "@/lib/pipelines/schema/hooks";
import { REST_PREFIX } from "../rest-route";

const MAX_BODY_BYTES = 64 * 1024;

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
    `${REST_PREFIX}/hooks/:hookId`,
    { config: { access: "public" }, bodyLimit: MAX_BODY_BYTES },
    async (request, reply) => {
      const { number } = await receiveDelivery({ address: request.ip }, readDelivery(request));
      // Whoever sends is told which job it is, and nothing else of the workspace.
      return reply.code(201).send({ job: number });
    },
  );
}
