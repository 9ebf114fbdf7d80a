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
      // Both work for clients that are told to use them. Announced, they would cost every small download a second
      // request, and clients up to 3.17 fail to name a large file to us that they were given as a pathlib.Path.
      multipart_uploads_enabled: false,
      multipart_downloads_enabled: false,
    }),
  });
}
