import { z } from "zod";
import { compareVersions } from "@/lib/models/queries/compare-versions";
import { compareVersionsInput } from "@/lib/models/schema";
import { versionComparisonEntity } from "../model-entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Models";
const path = "/workspaces/{workspace}/models";
const { name, version, with: other, withModel } = compareVersionsInput.shape;

export const modelOperations = [
  defineOperation({
    id: "compareModelVersions",
    method: "GET",
    path: `${path}/{name}/versions/{version}/comparison`,
    access: "model:read",
    tag,
    summary: "What changed from another version, the base, to this one, the candidate",
    params: inWorkspacePath.extend({ name, version }),
    query: z.object({
      with: other.meta({ description: "The base: a number, or @ and an alias" }),
      withModel: withModel.meta({ description: "The model of the base, if it is another one" }),
    }),
    answer: versionComparisonEntity,
    run: compareVersions,
  }),
];
