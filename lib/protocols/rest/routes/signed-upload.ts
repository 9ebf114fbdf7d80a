import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { uploadSnapshot } from "@/lib/compute/commands/snapshots";
import { uploadSnapshotInput } from "@/lib/compute/schema/snapshots";
import { uploadVersion } from "@/lib/datasets/commands/upload";
import { uploadInput } from "@/lib/datasets/schema/upload";
import { grantActor, verifyGrant } from "@/lib/storage/signed-links";
import { announcedSize, bodyOf } from "@/lib/storage/stream-bodies";
import { REST_PREFIX } from "../rest-route";

const query = z.object({ grant: z.string().max(8_000).catch("") });
const target = uploadInput.omit({ fileName: true });

/** Where a browser sends the file that a person chose: the address carries the right to, for this file only. */
export function signedUploadRoutes(app: FastifyInstance): void {
  app.post(
    `${REST_PREFIX}/source-uploads`,
    { config: { access: "public" } },
    async (request, reply) => {
      const grant = verifyGrant(query.parse(request.query ?? {}).grant, "write-source");
      const actor = await grantActor(grant);
      const input = uploadSnapshotInput.parse({ fileName: grant.path });
      const answer = await uploadSnapshot(actor, input, bodyOf(request), announcedSize(request));
      return reply.code(201).send(answer);
    },
  );
  app.post(
    `${REST_PREFIX}/dataset-uploads`,
    { config: { access: "public" } },
    async (request, reply) => {
      const grant = verifyGrant(query.parse(request.query ?? {}).grant, "write-dataset");
      const actor = await grantActor(grant);
      const input = { ...target.parse(grant.about), fileName: grant.path };
      const answer = await uploadVersion(actor, input, bodyOf(request), announcedSize(request));
      return reply.code(201).send(answer);
    },
  );
}
