import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { DEFAULT_WORKSPACE } from "@/lib/access/memberships";
import { AppError } from "@/lib/core/errors";
import {
  createWorkspace,
  deleteWorkspace,
  reviseWorkspace,
} from "@/lib/workspaces/commands/workspaces";
import { getWorkspace, listMyWorkspaces } from "@/lib/workspaces/queries/workspaces";
import { createWorkspaceInput, reviseWorkspaceInput } from "@/lib/workspaces/schema";
import { serve } from "../rpc";
import { some, text } from "../wire";

const PAGE = 100;

interface WireWorkspace {
  name: string;
  description?: string;
}

/** MLflow's workspaces have a name for addresses and perhaps a description; ours a short name and a name. */
function toWireWorkspace({ slug, name }: { slug: string; name: string }): WireWorkspace {
  return name === slug ? { name: slug } : { name: slug, description: name };
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

/** What MLflow lets a workspace have of its own, and this server does not: refused, rather than passed over. */
const ownPlaces = {
  default_artifact_root: z
    .string()
    .max(0, "Leave it out: artifacts of every workspace are kept in the store of this server.")
    .nullish(),
  trace_archival_config: z
    .looseObject({})
    .refine((config) => Object.values(config).every((value) => !value), {
      message: "Leave it out: this server keeps no traces.",
    })
    .nullish(),
};

function parsed<T>(field: string, result: z.ZodSafeParseResult<T>): T {
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  throw new AppError("INVALID", `Invalid value for '${field}': ${issue?.message}`);
}

/** MLflow takes a name as it is or not at all, so none is put into small letters here. */
function parseNewWorkspace(name: string, description: string | undefined) {
  if (name === DEFAULT_WORKSPACE)
    throw new AppError("INVALID", `The '${name}' workspace is reserved and cannot be created`);
  const slug = parsed("name", createWorkspaceInput.shape.slug.safeParse(name));
  if (slug !== name)
    throw new AppError(
      "INVALID",
      `Invalid value for 'name': Use lower-case letters, digits and dashes, such as '${slug}'.`,
    );
  return {
    slug,
    name: parsed("description", createWorkspaceInput.shape.name.safeParse(description || name)),
  };
}

function readRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "GET",
    path: "/workspaces",
    version: "3.0",
    access: "account:read",
    input: z.object({}),
    run: async (actor) => ({ workspaces: some(await listAll(actor)) }),
  });
  // Whose path names a workspace acts in that one.
  serve(app, {
    method: "GET",
    path: "/workspaces/:workspace",
    version: "3.0",
    access: "workspace:read",
    input: z.object({}),
    run: async (actor) => ({ workspace: toWireWorkspace(await getWorkspace(actor)) }),
  });
}

function writeRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "POST",
    path: "/workspaces",
    version: "3.0",
    access: "workspace:create",
    status: 201,
    input: z.object({ name: text, description: z.string().optional(), ...ownPlaces }),
    run: async (actor, { name, description }) => ({
      workspace: toWireWorkspace(
        await createWorkspace(actor, parseNewWorkspace(name, description)),
      ),
    }),
  });
  serve(app, {
    method: "PATCH",
    path: "/workspaces/:workspace",
    version: "3.0",
    access: "workspace:update",
    input: z.object({ description: z.string().optional(), ...ownPlaces }),
    run: async (actor, { description, ...others }) => {
      if (description === undefined) {
        if (Object.values(others).every((value) => value === undefined))
          throw new AppError("INVALID", "Workspace update must have at least one key");
        return { workspace: toWireWorkspace(await getWorkspace(actor)) };
      }
      const name = parsed(
        "description",
        reviseWorkspaceInput.shape.name.safeParse(description || actor.workspaceSlug),
      );
      return { workspace: toWireWorkspace(await reviseWorkspace(actor, { name })) };
    },
  });
  serve(app, {
    method: "DELETE",
    path: "/workspaces/:workspace",
    version: "3.0",
    access: "workspace:delete",
    status: 204,
    inQuery: ["mode"],
    input: z.object({ mode: z.string().optional() }),
    run: async (actor, { mode = "RESTRICT" }) => {
      if (actor.workspaceSlug === DEFAULT_WORKSPACE)
        throw new AppError(
          "INVALID",
          `The '${DEFAULT_WORKSPACE}' workspace is reserved and cannot be deleted`,
        );
      if (mode !== "RESTRICT")
        throw new AppError(
          "INVALID",
          `Invalid deletion mode '${mode}'. Only RESTRICT is served: delete or move what the workspace holds, then delete it.`,
        );
      await deleteWorkspace(actor, { confirmation: actor.workspaceSlug });
      return {};
    },
  });
}

export function workspaceRoutes(app: FastifyInstance): void {
  readRoutes(app);
  writeRoutes(app);
}
