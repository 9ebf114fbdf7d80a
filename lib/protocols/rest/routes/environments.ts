import { z } from "zod";
import {
  addEnvironment,
  removeEnvironment,
  reviseEnvironment,
} from "@/lib/deployments/commands/environments";
import { listEnvironments } from "@/lib/deployments/queries/environments";
import {
  addEnvironmentInput,
  environmentInput,
  reviseEnvironmentInput,
} from "@/lib/deployments/schema/deployments";
import { environmentEntity } from "../deployment-entities";
import { defineOperation } from "../rest-route";
import { inWorkspacePath } from "./path";

const tag = "Deployments";
const path = "/workspaces/{workspace}/environments";
const one = inWorkspacePath.extend(environmentInput.shape);
const all = z.object({ items: z.array(environmentEntity) });

export const environmentOperations = [
  defineOperation({
    id: "listEnvironments",
    method: "GET",
    path,
    access: "deployment:read",
    tag,
    summary: "Where deployments can live, with the policies that protect each place",
    params: inWorkspacePath,
    answer: all,
    run: async (actor) => ({ items: await listEnvironments(actor) }),
  }),
  defineOperation({
    id: "addEnvironment",
    method: "POST",
    path,
    access: "environment:manage",
    tag,
    summary: "Add an environment",
    params: inWorkspacePath,
    body: addEnvironmentInput,
    answer: all,
    status: 201,
    run: async (actor, input) => ({ items: await addEnvironment(actor, input) }),
  }),
  defineOperation({
    id: "reviseEnvironment",
    method: "PATCH",
    path: `${path}/{environment}`,
    access: "environment:manage",
    tag,
    summary: "Rename an environment that no policy names, or move it in the order",
    params: one,
    body: reviseEnvironmentInput.omit({ environment: true }),
    answer: all,
    run: async (actor, input) => ({ items: await reviseEnvironment(actor, input) }),
  }),
  defineOperation({
    id: "removeEnvironment",
    method: "DELETE",
    path: `${path}/{environment}`,
    access: "environment:manage",
    tag,
    summary: "Take away an environment in which nothing was ever deployed",
    params: one,
    answer: null,
    run: removeEnvironment,
  }),
];
