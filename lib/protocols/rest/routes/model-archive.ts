import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { getVersionLocation } from "@/lib/models/queries/version-files";
import { openArchiveAt } from "@/lib/runs/queries/archive";
import { REST_PREFIX } from "../rest-route";

const params = z.object({ name: z.string().max(256), version: z.string().max(20) });

/** A plain name for a file, of letters that every system takes. */
const fileName = (name: string, version: string) =>
  `${name.replace(/[^\w.-]+/g, "-")}-${version}.tar`;

/** All files of a version in one, for a browser that follows a link and for curl. */
export function modelArchiveRoute(app: FastifyInstance): void {
  app.get(
    `${REST_PREFIX}/workspaces/:workspace/models/:name/versions/:version/archive`,
    { config: { access: "artifact:read" } },
    async (request, reply) => {
      const ref = params.parse(request.params);
      const location = await getVersionLocation(request.actor, ref);
      const { size, body } = await openArchiveAt(request.actor, location);
      return reply
        .type("application/x-tar")
        .header("Content-Disposition", `attachment; filename="${fileName(ref.name, ref.version)}"`)
        .header("Content-Length", size)
        .header("X-Content-Type-Options", "nosniff")
        .send(body);
    },
  );
}
