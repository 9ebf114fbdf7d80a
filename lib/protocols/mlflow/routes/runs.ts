import type { FastifyInstance } from "fastify";
import { z } from "zod";
import { logParam, setRunTag } from "@/lib/runs/commands/log-batch";
import {
  createRun,
  deleteRuns,
  deleteRunTag,
  restoreRuns,
  updateRun,
} from "@/lib/runs/commands/run-lifecycle";
import { getRun } from "@/lib/runs/queries/get-run";
import { searchRuns } from "@/lib/runs/queries/search-runs";
import { RUN_STATUS } from "@/lib/runs/rules";
import { toWireRun, toWireRunInfo } from "../entities";
import { refuse } from "../errors";
import { toExperimentId } from "../experiment-id";
import { serve } from "../rpc";
import { runsJson } from "../run-json";
import { enumOf, int64, tag, text } from "../wire";
import { checkPositive, viewType } from "./experiments";

const MAX_RESULTS = 50_000;

function readRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "GET",
    path: "/runs/get",
    access: "run:read",
    input: z.object({ run_id: text }),
    run: async (actor, { run_id }) => ({ run: toWireRun(await getRun(actor, run_id)) }),
  });
  serve(app, {
    method: "POST",
    path: "/runs/search",
    access: "run:read",
    input: z.object({
      experiment_ids: z.array(z.string()).default([]),
      filter: z.string().optional(),
      run_view_type: viewType,
      max_results: int64.refine((value) => value <= MAX_RESULTS).default(1000),
      order_by: z.array(z.string()).default([]),
      page_token: z.string().optional(),
    }),
    run: async (actor, input) => {
      checkPositive(input.max_results);
      const { items, nextPageToken } = await searchRuns(actor, {
        experimentIds: await Promise.all(
          [...new Set(input.experiment_ids)].map((id) => toExperimentId(actor, id)),
        ),
        filter: input.filter,
        orderBy: input.order_by,
        view: input.run_view_type,
        limit: input.max_results,
        pageToken: input.page_token,
      });
      return runsJson(items, nextPageToken);
    },
  });
}

function lifecycleRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "POST",
    path: "/runs/create",
    access: "run:write",
    input: z.object({
      experiment_id: z.string().default(""),
      user_id: z.string().default(""),
      run_name: z.string().default(""),
      start_time: int64.default(0),
      tags: z.array(tag).default([]),
    }),
    run: async (actor, input) => {
      if (input.experiment_id === "") throw refuse("BAD_REQUEST", "Experiment ID cannot be None.");
      const run = await createRun(actor, {
        experimentId: await toExperimentId(actor, input.experiment_id),
        name: input.run_name,
        userId: input.user_id,
        startTime: input.start_time,
        tags: input.tags,
      });
      // A new run has no outputs yet, and MLflow does not mention them.
      return { run: { ...toWireRun(run), outputs: undefined } };
    },
  });
  serve(app, {
    method: "POST",
    path: "/runs/update",
    access: "run:write",
    input: z.object({
      run_id: text,
      status: enumOf(RUN_STATUS).optional(),
      end_time: int64.optional(),
      run_name: z.string().optional(),
    }),
    run: async (actor, { run_id, status, end_time, run_name }) => {
      const run = await updateRun(actor, {
        runUuid: run_id,
        status,
        endTime: end_time,
        name: run_name,
      });
      return { run_info: toWireRunInfo(run) };
    },
  });
  for (const [path, command] of [
    ["/runs/delete", deleteRuns],
    ["/runs/restore", restoreRuns],
  ] as const)
    serve(app, {
      method: "POST",
      path,
      access: "run:write",
      input: z.object({ run_id: text }),
      run: async (actor, { run_id }) => {
        await command(actor, [run_id]);
        return {};
      },
    });
}

function attributeRoutes(app: FastifyInstance): void {
  const pair = z.object({ run_id: text, key: text, value: z.string().default("") });
  for (const [path, command] of [
    ["/runs/log-parameter", logParam],
    ["/runs/set-tag", setRunTag],
  ] as const)
    serve(app, {
      method: "POST",
      path,
      access: "run:write",
      input: pair,
      run: async (actor, { run_id, key, value }) => {
        await command(actor, { runUuid: run_id, key, value });
        return {};
      },
    });
  serve(app, {
    method: "POST",
    path: "/runs/delete-tag",
    access: "run:write",
    input: z.object({ run_id: text, key: text }),
    run: async (actor, { run_id, key }) => {
      await deleteRunTag(actor, { runUuid: run_id, key });
      return {};
    },
  });
}

export function runRoutes(app: FastifyInstance): void {
  readRoutes(app);
  lifecycleRoutes(app);
  attributeRoutes(app);
}
