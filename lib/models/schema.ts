import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { many } from "@/lib/core/query-values";

/** Where a version stands. MLflow has deprecated stages for aliases; clients of both are served. */
export const STAGES = ["None", "Staging", "Production", "Archived"] as const;
export type Stage = (typeof STAGES)[number];

/** How much depends on a model, the least first. */
export const RISK_TIERS = ["low", "medium", "high", "critical"] as const;
export type RiskTier = (typeof RISK_TIERS)[number];

export interface TagInput {
  key: string;
  value: string;
}

export interface CreateModelInput {
  name: string;
  description?: string | undefined;
  tags: readonly TagInput[];
}

/** One version of a registered model; the number is as the caller wrote it. */
export interface VersionRef {
  name: string;
  version: string;
}

export interface CreateVersionInput {
  name: string;
  source: string;
  /** Absent and empty differ only where a source is itself a registered version. */
  runUuid?: string | undefined;
  loggedModelUuid?: string | undefined;
  runLink?: string | undefined;
  description?: string | undefined;
  tags: readonly TagInput[];
}

export interface TransitionInput extends VersionRef {
  stage: string;
  archivesExisting: boolean;
}

export interface CreateLoggedModelInput {
  experimentId: number;
  name: string;
  modelType: string;
  sourceRunUuid: string;
  params: readonly TagInput[];
  tags: readonly TagInput[];
}

/** A dataset that metrics were measured on; without a digest, any version of it. */
export interface DatasetNarrowing {
  name: string;
  digest?: string | undefined;
}

export interface LoggedModelOrder {
  /** An attribute, or "metrics." and a key. */
  field: string;
  ascending: boolean;
  datasetName?: string | undefined;
  datasetDigest?: string | undefined;
}

export interface SearchLoggedModelsInput {
  experimentIds: readonly number[];
  filter?: string | undefined;
  /** Narrows metric conditions; without one, keeps the models that have a metric on any of these. */
  datasets: readonly DatasetNarrowing[];
  orderBy: readonly LoggedModelOrder[];
  limit: number;
  pageToken?: string | undefined;
}

export const modelSorts = ["updated", "name", "created", "owner", "risk", "versions"] as const;
export type ModelSort = (typeof modelSorts)[number];

/** What the list can be narrowed to by what is known of a model; "attention" is any of them. */
export const modelHealths = ["attention", "waiting", "failing", "renewals"] as const;
export type ModelHealth = (typeof modelHealths)[number];

const isAscending = z
  .union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")])
  .default(false);

export const listModelsInput = pageInput.extend({
  /** Words that the name holds, all of them. */
  search: z.string().trim().max(200).default(""),
  /** `key` or `key=value`. */
  tag: z.string().trim().max(600).default(""),
  owner: z.string().trim().max(320).default(""),
  risk: z.enum(RISK_TIERS).nullish(),
  health: z.enum(modelHealths).nullish(),
  /** Only those of which a version serves in production. */
  isServing: z
    .union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")])
    .default(false),
  sort: z.enum(modelSorts).default("updated"),
  isAscending,
});
export type ListModelsInput = z.output<typeof listModelsInput>;

const modelName = z.string().min(1).max(256);

export const listVersionsInput = pageInput.extend({
  name: modelName,
  /** Which metrics to read with each version. */
  metrics: many(z.string().min(1).max(250), 20),
});
export type ListVersionsInput = z.output<typeof listVersionsInput>;

/** A version's number, or "@" and an alias. */
const versionOrAlias = z.union([
  z.string().regex(/^\d{1,10}$/, "Give the number of a version, or @ and an alias."),
  z.string().regex(/^@.{1,255}$/, "Give the number of a version, or @ and an alias."),
]);

/** Which version to look at, and which one to compare it with: of the same model unless another one is named. */
export const compareVersionsInput = z.object({
  name: modelName,
  version: versionOrAlias,
  with: versionOrAlias,
  withModel: modelName.optional(),
});
export type CompareVersionsInput = z.output<typeof compareVersionsInput>;

const inWorkspace = z.object({ workspace: z.string().min(1).max(63) });
const onModel = inWorkspace.extend({ name: modelName });
const onVersion = onModel.extend({
  version: z.number().int().positive().transform(String),
});
const description = z.string().trim().max(5000, "A description may have at most 5,000 characters.");
const alias = z
  .string()
  .trim()
  .min(1, "Give the alias a name.")
  .max(255, "An alias may have at most 255 characters.");
const tag = {
  key: z.string().trim().min(1, "Give the tag a name.").max(250),
  value: z.string().max(100_000),
};

export const createModelInput = inWorkspace.extend({
  name: z
    .string()
    .trim()
    .min(1, "Give the model a name.")
    .max(256, "A name may have at most 256 characters.")
    .refine((name) => !/[/:]/.test(name), "Names cannot contain / or :."),
  description: description.default(""),
});
export const renameModelInput = onModel.extend({ newName: createModelInput.shape.name });
export const modelNameInput = onModel;
export const describeModelInput = onModel.extend({ description });
export const modelTagInput = onModel.extend(tag);
export const modelTagKeyInput = onModel.extend({ key: tag.key });

export const versionInput = onVersion;
export const describeVersionInput = onVersion.extend({ description });
export const versionTagInput = onVersion.extend(tag);
export const versionTagKeyInput = onVersion.extend({ key: tag.key });
export const setAliasInput = onVersion.extend({ alias });
export const deleteAliasInput = onModel.extend({ alias });
export const transitionStageInput = onVersion.extend({
  stage: z.enum(STAGES),
  archivesExisting: z.boolean().default(false),
});
