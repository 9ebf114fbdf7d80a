import type { FastifyInstance } from "fastify";
import { z } from "zod";
import {
  createModelVersion,
  deleteModelVersion,
  deleteVersionTag,
  describeModelVersion,
  setVersionTag,
  transitionStage,
} from "@/lib/models/commands/versions";
import { getDownloadUri, getModelVersion } from "@/lib/models/queries/registered-models";
import { searchModelVersions } from "@/lib/models/queries/search-registry";
import { transitionOrAsk } from "../ask-for-approval";
import { toWireVersion, toWireVersionRow } from "../registry-entities";
import { serve } from "../rpc";
import { some, tag, text } from "../wire";
import { checkPageSize, registrySearch } from "./registered-models";

const MAX_RESULTS = 200_000;

function writeRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "POST",
    path: "/model-versions/create",
    access: "model:write",
    input: z.object({
      name: text,
      source: text,
      run_id: z.string().optional(),
      tags: z.array(tag).default([]),
      run_link: z.string().optional(),
      description: z.string().optional(),
      model_id: z.string().optional(),
    }),
    run: async (actor, { run_id, run_link, model_id, ...input }) => ({
      model_version: toWireVersion(
        await createModelVersion(actor, {
          ...input,
          runUuid: run_id,
          runLink: run_link,
          loggedModelUuid: model_id,
        }),
      ),
    }),
  });
  serve(app, {
    method: "PATCH",
    path: "/model-versions/update",
    access: "model:write",
    input: z.object({ name: text, version: text, description: z.string().optional() }),
    run: async (actor, input) => ({
      model_version: toWireVersion(await describeModelVersion(actor, input)),
    }),
  });
  serve(app, {
    method: "POST",
    path: "/model-versions/transition-stage",
    access: "model:write",
    input: z.object({
      name: text,
      version: text,
      stage: text,
      archive_existing_versions: z.boolean().default(false),
    }),
    run: async (actor, { archive_existing_versions, ...input }) => {
      const move = { ...input, archivesExisting: archive_existing_versions };
      return {
        model_version: toWireVersion(
          await transitionOrAsk(actor, move, () => transitionStage(actor, move)),
        ),
      };
    },
  });
  serve(app, {
    method: "DELETE",
    path: "/model-versions/delete",
    access: "model:write",
    input: z.object({ name: text, version: text }),
    run: async (actor, input) => {
      await deleteModelVersion(actor, input);
      return {};
    },
  });
}

function readRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "GET",
    path: "/model-versions/get",
    access: "model:read",
    input: z.object({ name: text, version: text }),
    run: async (actor, input) => ({
      model_version: toWireVersion(await getModelVersion(actor, input)),
    }),
  });
  serve(app, {
    method: "GET",
    path: "/model-versions/search",
    access: "model:read",
    lists: ["order_by"],
    input: registrySearch(MAX_RESULTS, MAX_RESULTS),
    run: async (actor, input) => {
      checkPageSize(input.max_results);
      const { items, nextPageToken } = await searchModelVersions(actor, {
        filter: input.filter,
        orderBy: input.order_by,
        limit: input.max_results,
        pageToken: input.page_token,
      });
      return { model_versions: some(items.map(toWireVersionRow)), next_page_token: nextPageToken };
    },
  });
  serve(app, {
    method: "GET",
    path: "/model-versions/get-download-uri",
    access: "model:read",
    input: z.object({ name: z.string().default(""), version: z.string().default("") }),
    run: async (actor, input) => ({ artifact_uri: await getDownloadUri(actor, input) }),
  });
}

function tagRoutes(app: FastifyInstance): void {
  serve(app, {
    method: "POST",
    path: "/model-versions/set-tag",
    access: "model:write",
    input: z.object({ name: text, version: text, key: text, value: z.string().default("") }),
    run: async (actor, input) => {
      await setVersionTag(actor, input);
      return {};
    },
  });
  serve(app, {
    method: "DELETE",
    path: "/model-versions/delete-tag",
    access: "model:write",
    input: z.object({ name: text, version: text, key: text }),
    run: async (actor, input) => {
      await deleteVersionTag(actor, input);
      return {};
    },
  });
}

export function modelVersionRoutes(app: FastifyInstance): void {
  writeRoutes(app);
  readRoutes(app);
  tagRoutes(app);
}
