import type { FastifyInstance } from "fastify";
import { z } from "zod";
import type { Actor } from "@/lib/access/actor";
import { AppError } from "@/lib/core/errors";
import {
  createLoggedModel,
  deleteLoggedModel,
  deleteLoggedModelTag,
  finalizeLoggedModel,
  logLoggedModelParams,
  setLoggedModelTags,
} from "@/lib/models/commands/logged-models";
import { getLoggedModel } from "@/lib/models/queries/logged-models";
import { searchLoggedModels } from "@/lib/models/queries/search-logged-models";
import { loggedModelStatusName } from "@/lib/models/rules/registrations";
import { toExperimentId } from "../experiment-id";
import { toWireLoggedModel } from "../registry-entities";
import { serve } from "../rpc";
import { bool, enumOf, int64, some, tag, text } from "../wire";

const STATUSES = {
  LOGGED_MODEL_PENDING: 1,
  LOGGED_MODEL_READY: 2,
  LOGGED_MODEL_UPLOAD_FAILED: 3,
};
const DEFAULT_RESULTS = 50;
const UNSET_RESULTS = 100;
const MAX_RESULTS = 1_000;

/** Zero counts as unset; a wider page than we make ends earlier, with a token. */
function pageSize(sent: number): number {
  if (sent < 0)
    throw new AppError(
      "INVALID",
      `Invalid value for max_results. It must be a positive integer, but got ${sent}`,
    );
  return Math.min(sent || UNSET_RESULTS, MAX_RESULTS);
}

async function toExperimentIds(actor: Actor, wireIds: readonly string[]): Promise<number[]> {
  const ids: number[] = [];
  for (const wireId of wireIds) ids.push(await toExperimentId(actor, wireId));
  return ids;
}

function writeRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "POST",
    path: "/logged-models",
    access: "run:write",
    input: z.object({
      experiment_id: text,
      name: z.string().default(""),
      model_type: z.string().default(""),
      source_run_id: z.string().default(""),
      params: z.array(tag).default([]),
      tags: z.array(tag).default([]),
    }),
    run: async (actor, input) => ({
      model: toWireLoggedModel(
        await createLoggedModel(actor, {
          experimentId: await toExperimentId(actor, input.experiment_id),
          name: input.name,
          modelType: input.model_type,
          sourceRunUuid: input.source_run_id,
          params: input.params,
          tags: input.tags,
        }),
      ),
    }),
  });
  serve(app, {
    method: "PATCH",
    path: "/logged-models/:uuid",
    access: "run:write",
    input: z.object({ uuid: text, model_id: text, status: enumOf(STATUSES) }),
    run: async (actor, { uuid, status }) => ({
      model: toWireLoggedModel(
        await finalizeLoggedModel(actor, { uuid, status: loggedModelStatusName(status) }),
      ),
    }),
  });
  serve(app, {
    method: "DELETE",
    path: "/logged-models/:uuid",
    access: "run:write",
    input: z.object({ uuid: text }),
    run: async (actor, { uuid }) => {
      await deleteLoggedModel(actor, uuid);
      return {};
    },
  });
  serve(app, {
    method: "POST",
    path: "/logged-models/:uuid/params",
    access: "run:write",
    input: z.object({ uuid: text, model_id: text, params: z.array(tag).default([]) }),
    run: async (actor, { uuid, params }) => {
      await logLoggedModelParams(actor, { uuid, params });
      return {};
    },
  });
}

function tagRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "PATCH",
    path: "/logged-models/:uuid/tags",
    access: "run:write",
    input: z.object({ uuid: text, tags: z.array(tag).default([]) }),
    run: async (actor, input) => {
      await setLoggedModelTags(actor, input);
      return {};
    },
  });
  serve(app, {
    method: "DELETE",
    path: "/logged-models/:uuid/tags/:key",
    access: "run:write",
    input: z.object({ uuid: text, key: text }),
    run: async (actor, input) => {
      await deleteLoggedModelTag(actor, input);
      return {};
    },
  });
}

const searchInput = z.object({
  experiment_ids: z.array(z.string()),
  filter: z.string().optional(),
  datasets: z
    .array(
      z.object({ dataset_name: z.string().default(""), dataset_digest: z.string().optional() }),
    )
    .default([]),
  max_results: int64.default(DEFAULT_RESULTS),
  order_by: z
    .array(
      z.object({
        field_name: text,
        ascending: bool.default(true),
        dataset_name: z.string().optional(),
        dataset_digest: z.string().optional(),
      }),
    )
    .max(20)
    .default([]),
  page_token: z.string().optional(),
});

function readRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "GET",
    path: "/logged-models/:uuid",
    access: "run:read",
    input: z.object({ uuid: text, allow_deleted: bool.default(false) }),
    run: async (actor, { uuid, allow_deleted }) => ({
      model: toWireLoggedModel(await getLoggedModel(actor, { uuid, allowsDeleted: allow_deleted })),
    }),
  });
  serve(app, {
    method: "POST",
    path: "/logged-models/search",
    access: "run:read",
    input: searchInput,
    run: async (actor, input) => {
      const { items, nextPageToken } = await searchLoggedModels(actor, {
        experimentIds: await toExperimentIds(actor, input.experiment_ids),
        filter: input.filter,
        datasets: input.datasets.map((dataset) => ({
          name: dataset.dataset_name,
          digest: dataset.dataset_digest,
        })),
        orderBy: input.order_by.map((order) => ({
          field: order.field_name,
          ascending: order.ascending,
          datasetName: order.dataset_name,
          datasetDigest: order.dataset_digest,
        })),
        limit: pageSize(input.max_results),
        pageToken: input.page_token,
      });
      return { models: some(items.map(toWireLoggedModel)), next_page_token: nextPageToken };
    },
  });
}

export function loggedModelRoutes(app: FastifyInstance): void {
  writeRoutes(app);
  tagRoutes(app);
  readRoutes(app);
}
