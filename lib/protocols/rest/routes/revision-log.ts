import { z } from "zod";
import { revisionInput } from "@/lib/deployments/schema/deployments";
import { readRevisionLog } from "@/lib/gateway/queries/revision-log";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const revisionLogEntity = z
  .object({
    text: z.string().meta({ description: "The last half MiB at most" }),
    lastAt: z.iso.datetime().nullable(),
  })
  .meta({ id: "RevisionLog" });

export const revisionLogOperations = [
  defineOperation({
    id: "readRevisionLog",
    method: "GET",
    path: "/workspaces/{workspace}/deployments/{deployment}/revisions/{revision}/log",
    access: "deployment:read",
    tag: "Deployments",
    summary: "The last of what a revision's own process printed",
    params: inWorkspacePath.extend(revisionInput.shape),
    answer: revisionLogEntity,
    run: readRevisionLog,
  }),
];
