import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import { deleteAlias, setAlias } from "@/lib/models/commands/aliases";
import {
  createRegisteredModel,
  deleteModelTag,
  deleteRegisteredModel,
  describeRegisteredModel,
  renameRegisteredModel,
  setModelTag,
} from "@/lib/models/commands/registered-models";
import {
  getRegisteredModel,
  getVersionByAlias,
  listLatestVersions,
} from "@/lib/models/queries/registered-models";
import { searchRegisteredModels } from "@/lib/models/queries/search-registry";
import { deleteAliasOrAsk, setAliasOrAsk } from "../ask-for-approval";
import { toWireModel, toWireVersion } from "../registry-entities";
import { serve } from "../rpc";
import { int64, some, tag, text } from "../wire";

/** The fields of a search in the registry, with its greatest page. */
export function registrySearch(defaultResults: number, maxResults: number) {
  return z.object({
    filter: z.string().optional(),
    max_results: int64.refine((value) => value <= maxResults).default(defaultResults),
    order_by: z.array(z.string()).default([]),
    page_token: z.string().optional(),
  });
}

/** MLflow answers a page of nothing with a token that leads nowhere; clients would ask for ever. */
export function checkPageSize(value: number): void {
  if (value < 1)
    throw new AppError(
      "INVALID",
      `Invalid value for max_results. It must be a positive integer, but got ${value}`,
    );
}

function modelRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "POST",
    path: "/registered-models/create",
    access: "model:write",
    input: z.object({
      name: text,
      tags: z.array(tag).default([]),
      description: z.string().optional(),
    }),
    run: async (actor, input) => ({
      registered_model: toWireModel(await createRegisteredModel(actor, input)),
    }),
  });
  serve(app, {
    method: "POST",
    path: "/registered-models/rename",
    access: "model:write",
    input: z.object({ name: text, new_name: text }),
    run: async (actor, { name, new_name }) => ({
      registered_model: toWireModel(
        await renameRegisteredModel(actor, { name, newName: new_name }),
      ),
    }),
  });
  serve(app, {
    method: "PATCH",
    path: "/registered-models/update",
    access: "model:write",
    input: z.object({ name: text, description: z.string().optional() }),
    run: async (actor, input) => ({
      registered_model: toWireModel(await describeRegisteredModel(actor, input)),
    }),
  });
  serve(app, {
    method: "DELETE",
    path: "/registered-models/delete",
    access: "model:write",
    input: z.object({ name: text }),
    run: async (actor, { name }) => {
      await deleteRegisteredModel(actor, name);
      return {};
    },
  });
  serve(app, {
    method: "GET",
    path: "/registered-models/get",
    access: "model:read",
    input: z.object({ name: text }),
    run: async (actor, { name }) => ({
      registered_model: toWireModel(await getRegisteredModel(actor, name)),
    }),
  });
}

function listRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "GET",
    path: "/registered-models/search",
    access: "model:read",
    lists: ["order_by"],
    input: registrySearch(100, 1_000),
    run: async (actor, input) => {
      checkPageSize(input.max_results);
      const { items, nextPageToken } = await searchRegisteredModels(actor, {
        filter: input.filter,
        orderBy: input.order_by,
        limit: input.max_results,
        pageToken: input.page_token,
      });
      return { registered_models: some(items.map(toWireModel)), next_page_token: nextPageToken };
    },
  });
  serve(app, {
    method: ["GET", "POST"],
    path: "/registered-models/get-latest-versions",
    access: "model:read",
    lists: ["stages"],
    input: z.object({ name: text, stages: z.array(z.string()).default([]) }),
    run: async (actor, input) => ({
      model_versions: some((await listLatestVersions(actor, input)).map(toWireVersion)),
    }),
  });
}

function tagRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "POST",
    path: "/registered-models/set-tag",
    access: "model:write",
    input: z.object({ name: text, key: text, value: z.string().default("") }),
    run: async (actor, input) => {
      await setModelTag(actor, input);
      return {};
    },
  });
  serve(app, {
    method: "DELETE",
    path: "/registered-models/delete-tag",
    access: "model:write",
    input: z.object({ name: text, key: text }),
    run: async (actor, input) => {
      await deleteModelTag(actor, input);
      return {};
    },
  });
}

function aliasRoutes(app: FastifyInstance): void {
  const path = "/registered-models/alias";
  serve(app, {
    method: "POST",
    path,
    access: "model:write",
    input: z.object({ name: text, alias: text, version: text }),
    run: async (actor, input) => {
      await setAliasOrAsk(actor, input, () => setAlias(actor, input));
      return {};
    },
  });
  serve(app, {
    method: "DELETE",
    path,
    access: "model:write",
    input: z.object({ name: text, alias: text }),
    run: async (actor, input) => {
      await deleteAliasOrAsk(actor, input, () => deleteAlias(actor, input));
      return {};
    },
  });
  serve(app, {
    method: "GET",
    path,
    access: "model:read",
    input: z.object({ name: text, alias: text }),
    run: async (actor, input) => ({
      model_version: toWireVersion(await getVersionByAlias(actor, input)),
    }),
  });
}

export function registeredModelRoutes(app: FastifyInstance): void {
  modelRoutes(app);
  listRoutes(app);
  tagRoutes(app);
  aliasRoutes(app);
}
