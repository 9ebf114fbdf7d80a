import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import { createWorkspace } from "@/lib/workspaces/commands/workspaces";
import { listMyWorkspaces } from "@/lib/workspaces/queries/workspaces";
import { createWorkspaceInput } from "@/lib/workspaces/schema";
import { serve } from "../rpc";
import { some, text } from "../wire";

const PAGE = 100;

interface WireWorkspace {
  name: string;
  description: string;
}

/** MLflow's workspaces have a name for addresses and a description; ours a short name and a name. */
function toWireWorkspace({ slug, name }: { slug: string; name: string }): WireWorkspace {
  return { name: slug, description: name };
}

async function listAll(actor: Actor): Promise<WireWorkspace[]> {
  const found: WireWorkspace[] = [];
  let pageToken: string | undefined;
  do {
    const page = await listMyWorkspaces(actor, { limit: PAGE, pageToken });
    found.push(...page.items.map(toWireWorkspace));
    pageToken = page.nextPageToken;
  } while (pageToken !== undefined);
  return found;
}

export function workspaceRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "GET",
    path: "/workspaces",
    version: "3.0",
    access: "account:read",
    input: z.object({}),
    run: async (actor) => ({ workspaces: some(await listAll(actor)) }),
  });
  serve(app, {
    method: "GET",
    path: "/workspaces/:workspace_name",
    version: "3.0",
    access: "account:read",
    input: z.object({ workspace_name: text }),
    run: async (actor, { workspace_name }) => {
      const workspace = (await listAll(actor)).find(({ name }) => name === workspace_name);
      if (!workspace) throw new AppError("NOT_FOUND", `Workspace '${workspace_name}' not found`);
      return { workspace };
    },
  });
  serve(app, {
    method: "POST",
    path: "/workspaces",
    version: "3.0",
    access: "workspace:create",
    status: 201,
    input: z.object({ name: text, description: z.string().optional() }),
    run: async (actor, { name, description }) => {
      const input = createWorkspaceInput.safeParse({ slug: name, name: description || name });
      if (!input.success)
        throw new AppError(
          "INVALID",
          `Invalid value for 'name': ${input.error.issues[0]?.message}`,
        );
      return { workspace: toWireWorkspace(await createWorkspace(actor, input.data)) };
    },
  });
}
