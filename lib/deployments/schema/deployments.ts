import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { storableText } from "@/lib/core/text";
import { servingBackend } from "./backends";
import { revisionNumber, trafficPlanInput } from "./traffic";

export const DEPLOYMENT_STATUSES = ["running", "stopped"] as const;
export type DeploymentStatus = (typeof DEPLOYMENT_STATUSES)[number];

export const STATE_STATUSES = ["pending", "loading", "ready", "failed", "stopped"] as const;
export type StateStatus = (typeof STATE_STATUSES)[number];

const NAME = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;
const named = (noun: string) =>
  z
    .string()
    .trim()
    .regex(NAME, `Names of ${noun} are small letters, digits and hyphens, at most 63.`);
const deploymentName = named("deployments");
export const environmentName = named("environments");

const reason = storableText.trim().max(2_000);
const givenReason = reason.min(1, "Say why.");
const idempotencyKey = storableText
  .min(1)
  .max(200)
  .optional()
  .meta({ description: "The same key does the same thing once, however often it is sent" });

export const deploymentInput = z.object({ deployment: deploymentName });
export type DeploymentInput = z.output<typeof deploymentInput>;

const served = {
  model: storableText.min(1, "Choose a model.").max(256),
  version: z.coerce.number().int().min(1).max(2_147_483_647),
};

export const createDeploymentInput = z.object({
  name: deploymentName,
  environment: environmentName,
  description: storableText.trim().max(2_000).default(""),
  ...served,
  backend: servingBackend,
  idempotencyKey,
});
export type CreateDeploymentInput = z.output<typeof createDeploymentInput>;

export const addRevisionInput = deploymentInput.extend({
  ...served,
  backend: servingBackend,
  note: reason.default(""),
  idempotencyKey,
});
export type AddRevisionInput = z.output<typeof addRevisionInput>;

const trafficVersion = z.coerce.number().int().min(1).max(2_000_000_000).meta({
  description: "The version of the plan that is to be replaced: another one in force refuses",
});

export const setTrafficInput = deploymentInput.extend({
  plan: trafficPlanInput,
  trafficVersion,
  reason: reason.default(""),
  idempotencyKey,
});
export type SetTrafficInput = z.output<typeof setTrafficInput>;

export const scaleInput = deploymentInput.extend({
  revision: revisionNumber.meta({ description: "Whose traffic the new revision takes over" }),
  backend: servingBackend,
  trafficVersion,
  reason: reason.default(""),
  idempotencyKey,
});
export type ScaleInput = z.output<typeof scaleInput>;

export const rollBackInput = deploymentInput.extend({
  revision: revisionNumber.optional().meta({
    description: "Gets all of the traffic; absent for the plan that was in force before",
  }),
  reason: givenReason,
  trafficVersion: trafficVersion.optional(),
  idempotencyKey,
});
export type RollBackInput = z.output<typeof rollBackInput>;

export const changeStatusInput = deploymentInput.extend({ reason: reason.default("") });
export type ChangeStatusInput = z.output<typeof changeStatusInput>;

export const describeDeploymentInput = deploymentInput.extend({
  description: storableText.trim().max(2_000),
});

/** All but name and update are of the last minutes. */
export const DEPLOYMENT_SORTS = ["name", "updated", "requests", "errors", "p50", "p99"] as const;
export type DeploymentSort = (typeof DEPLOYMENT_SORTS)[number];

export const listDeploymentsInput = pageInput.extend({
  environment: environmentName.optional(),
  status: z.enum(DEPLOYMENT_STATUSES).optional(),
  model: storableText.max(256).optional().meta({ description: "Serves this model" }),
  search: storableText.trim().max(63).optional(),
  sort: z.enum(DEPLOYMENT_SORTS).default("name"),
  isAscending: z
    .union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")])
    .optional()
    .meta({ description: "Names rise and everything else falls when absent" }),
});
export type ListDeploymentsInput = z.output<typeof listDeploymentsInput>;

export const revisionInput = deploymentInput.extend({ revision: revisionNumber });
export type RevisionInput = z.output<typeof revisionInput>;
export const listRevisionsInput = deploymentInput.extend(pageInput.shape);
export type ListRevisionsInput = z.output<typeof listRevisionsInput>;

export const environmentInput = z.object({ environment: environmentName });
export type EnvironmentInput = z.output<typeof environmentInput>;
export const addEnvironmentInput = z.object({ name: environmentName });
export const reviseEnvironmentInput = environmentInput.extend({
  name: environmentName.optional(),
  position: z.coerce
    .number()
    .int()
    .min(1)
    .max(1_000)
    .optional()
    .meta({ description: "1 is first" }),
});
export type ReviseEnvironmentInput = z.output<typeof reviseEnvironmentInput>;
