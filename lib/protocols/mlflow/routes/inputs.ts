import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { logInputs } from "@/lib/datasets/commands/log-inputs";
import { listDatasetSummaries } from "@/lib/datasets/queries/summaries";
import { logOutputs, recordLoggedModel } from "@/lib/models/commands/run-models";
import { toExperimentId } from "../experiment-id";
import { serve } from "../rpc";
import { int64, some, tag, text } from "../wire";

const datasetInput = z.object({
  tags: z.array(tag).default([]),
  dataset: z.object({
    name: text,
    digest: text,
    source_type: z.string().default(""),
    source: z.string().default(""),
    schema: z.string().optional(),
    profile: z.string().optional(),
  }),
});

function runRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "POST",
    path: "/runs/log-inputs",
    access: "run:write",
    input: z.object({
      run_id: text,
      datasets: z.array(datasetInput).default([]),
      models: z.array(z.object({ model_id: text })).default([]),
    }),
    run: async (actor, input) => {
      await logInputs(actor, {
        runUuid: input.run_id,
        datasets: input.datasets.map(({ tags, dataset: { source_type, ...dataset } }) => ({
          ...dataset,
          sourceType: source_type,
          tags,
        })),
        modelUuids: input.models.map(({ model_id }) => model_id),
      });
      return {};
    },
  });
  serve(app, {
    method: "POST",
    path: "/runs/outputs",
    access: "run:write",
    input: z.object({
      run_id: text,
      models: z.array(z.object({ model_id: text, step: int64.default(0) })),
    }),
    run: async (actor, { run_id, models }) => {
      await logOutputs(actor, {
        runUuid: run_id,
        models: models.map(({ model_id, step }) => ({ uuid: model_id, step })),
      });
      return {};
    },
  });
  serve(app, {
    method: "POST",
    path: "/runs/log-model",
    access: "run:write",
    input: z.object({ run_id: text, model_json: text }),
    run: async (actor, { run_id, model_json }) => {
      await recordLoggedModel(actor, { runUuid: run_id, json: model_json });
      return {};
    },
  });
}

export function inputRoutes(app: FastifyInstance): void {
  runRoutes(app);
  serve(app, {
    method: "POST",
    path: "/experiments/search-datasets",
    ajaxOnly: true,
    access: "dataset:read",
    input: z.object({ experiment_ids: z.array(z.string()).default([]) }),
    run: async (actor, { experiment_ids }) => {
      const ids: number[] = [];
      for (const wireId of experiment_ids) ids.push(await toExperimentId(actor, wireId));
      const summaries = await listDatasetSummaries(actor, ids);
      return {
        dataset_summaries: some(
          summaries.map(({ experimentId, name, digest, context }) => ({
            experiment_id: String(experimentId),
            name,
            digest,
            context: context || undefined,
          })),
        ),
      };
    },
  });
}
