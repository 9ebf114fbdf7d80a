import type { FastifyInstance } from "fastify";
import { env } from "@/lib/core/env";
import { boundBodies } from "@/lib/core/receive-bodies";
import { tellLineage } from "@/lib/lineage/commands/tell";
import { parseEventBody } from "./body";
import { toldEventOf } from "./events";

/** Spark sends plans and schemas of thousands of columns. */
const MAX_BODY_BYTES = 4 * 2 ** 20;

/**
 * OpenLineage 2, where its clients look for it. A good event is answered 201; a bad one 4xx, which clients do not send
 * again; 503 says that they should.
 */
export async function openLineagePlugin(app: FastifyInstance): Promise<void> {
  app.removeAllContentTypeParsers();
  app.addContentTypeParser(
    "application/json",
    { parseAs: "buffer", bodyLimit: MAX_BODY_BYTES },
    async ({ headers }: { headers: Record<string, unknown> }, bytes: Buffer) =>
      parseEventBody(
        bytes,
        String(headers["content-encoding"] ?? "").toLowerCase(),
        MAX_BODY_BYTES,
      ),
  );
  boundBodies(app, env().MAX_BODY_MB * 2 ** 20);
  app.post(
    "/api/v1/lineage",
    { config: { access: "lineage:write" }, bodyLimit: MAX_BODY_BYTES },
    async (request, reply) => {
      await tellLineage(request.actor, toldEventOf(request.body));
      return reply.code(201).send();
    },
  );
}
