import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { AppError } from "@/lib/core/errors";
import {
  createExperiment,
  deleteExperiment,
  deleteExperimentTag,
  renameExperiment,
  restoreExperiment,
  setExperimentTag,
} from "@/lib/experiments/commands";
import { getExperiment, getExperimentByName } from "@/lib/experiments/queries/get-experiment";
import { searchExperiments } from "@/lib/experiments/queries/search-experiments";
import type { LifecycleView } from "@/lib/experiments/rules";
import { toWireExperiment } from "../entities";
import { toExperimentId } from "../experiment-id";
import { serve } from "../rpc";
import { enumOf, int64, some, tag, text } from "../wire";

const VIEWS: readonly LifecycleView[] = ["active", "active", "deleted", "all"];
export const viewType = enumOf({ ACTIVE_ONLY: 1, DELETED_ONLY: 2, ALL: 3 })
  .default(1)
  .transform((value) => VIEWS[value] ?? "active");

const MAX_RESULTS = 50_000;

/** MLflow's check of a page size. */
export function checkPositive(maxResults: number): void {
  if (maxResults < 1)
    throw new AppError(
      "INVALID",
      `Invalid value ${maxResults} for parameter 'max_results' supplied. It must be a positive integer`,
    );
}

function checkMaxResults(value: number): void {
  checkPositive(value);
  if (value > MAX_RESULTS)
    throw new AppError(
      "INVALID",
      `Invalid value ${value} for parameter 'max_results' supplied. It must be at most ${MAX_RESULTS}`,
    );
}

function readRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "GET",
    path: "/experiments/get",
    access: "experiment:read",
    input: z.object({ experiment_id: text }),
    run: async (actor, { experiment_id }) => {
      const id = await toExperimentId(actor, experiment_id);
      return { experiment: toWireExperiment(await getExperiment(actor, id), actor.workspaceSlug) };
    },
  });
  serve(app, {
    method: "GET",
    path: "/experiments/get-by-name",
    access: "experiment:read",
    input: z.object({ experiment_name: text }),
    run: async (actor, { experiment_name }) => ({
      experiment: toWireExperiment(
        await getExperimentByName(actor, experiment_name),
        actor.workspaceSlug,
      ),
    }),
  });
  serve(app, {
    method: ["GET", "POST"],
    path: "/experiments/search",
    access: "experiment:read",
    lists: ["order_by"],
    input: z.object({
      max_results: int64.default(0),
      page_token: z.string().optional(),
      filter: z.string().optional(),
      order_by: z.array(z.string()).default([]),
      view_type: viewType,
    }),
    run: async (actor, input) => {
      checkMaxResults(input.max_results);
      const { items, nextPageToken } = await searchExperiments(actor, {
        filter: input.filter,
        orderBy: input.order_by,
        view: input.view_type,
        limit: input.max_results,
        pageToken: input.page_token,
      });
      return {
        experiments: some(items.map((item) => toWireExperiment(item, actor.workspaceSlug))),
        next_page_token: nextPageToken,
      };
    },
  });
}

export function experimentRoutes(app: FastifyInstance): void {
  readRoutes(app);
  serve(app, {
    method: "POST",
    path: "/experiments/create",
    access: "experiment:write",
    input: z.object({
      name: text,
      artifact_location: z.string().optional(),
      tags: z.array(tag).default([]),
    }),
    run: async (actor, { name, artifact_location, tags }) => {
      const id = await createExperiment(actor, { name, artifactLocation: artifact_location, tags });
      return { experiment_id: String(id) };
    },
  });
  serve(app, {
    method: "POST",
    path: "/experiments/update",
    access: "experiment:write",
    input: z.object({ experiment_id: text, new_name: text }),
    run: async (actor, { experiment_id, new_name }) => {
      await renameExperiment(actor, {
        id: await toExperimentId(actor, experiment_id),
        name: new_name,
      });
      return {};
    },
  });
  for (const [path, command] of [
    ["/experiments/delete", deleteExperiment],
    ["/experiments/restore", restoreExperiment],
  ] as const)
    serve(app, {
      method: "POST",
      path,
      access: "experiment:write",
      input: z.object({ experiment_id: text }),
      run: async (actor, { experiment_id }) => {
        await command(actor, await toExperimentId(actor, experiment_id));
        return {};
      },
    });
  serve(app, {
    method: "POST",
    path: "/experiments/set-experiment-tag",
    access: "experiment:write",
    input: z.object({ experiment_id: text, key: text, value: z.string().default("") }),
    run: async (actor, { experiment_id, key, value }) => {
      const id = await toExperimentId(actor, experiment_id);
      await setExperimentTag(actor, { id, key, value });
      return {};
    },
  });
  serve(app, {
    method: ["POST", "DELETE"],
    path: "/experiments/delete-experiment-tag",
    access: "experiment:write",
    input: z.object({ experiment_id: text, key: text }),
    run: async (actor, { experiment_id, key }) => {
      await deleteExperimentTag(actor, { id: await toExperimentId(actor, experiment_id), key });
      return {};
    },
  });
}
