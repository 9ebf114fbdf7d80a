import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { serve } from "../rpc";

/** What this server can do beyond the oldest protocol. Clients use what is named here, so nothing missing is. */
export function serverInfoRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "GET",
    path: "/server-info",
    version: "3.0",
    access: "public",
    input: z.object({}),
    run: async () => ({
      store_type: "SqlStore",
      workspaces_enabled: true,
      multipart_uploads_enabled: true,
      // Served to clients that ask for it; for all others it would only cost a second request a file.
      multipart_downloads_enabled: false,
    }),
  });
}
