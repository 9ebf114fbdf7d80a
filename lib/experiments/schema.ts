import { z } from "zod";
import { isOwnTag } from "./rules";

export const experimentSorts = ["activity", "name", "created"] as const;
export type ExperimentSort = (typeof experimentSorts)[number];

export const listExperimentsInput = z.object({
  /** Words that the name holds, all of them. */
  search: z.string().trim().max(200).default(""),
  /** `key` or `key=value`. */
  tag: z.string().trim().max(600).default(""),
  owner: z.string().trim().max(320).default(""),
  view: z.enum(["active", "deleted"]).default("active"),
  sort: z.enum(experimentSorts).default("activity"),
  isAscending: z
    .union([z.boolean(), z.enum(["true", "false"]).transform((text) => text === "true")])
    .default(false),
  limit: z.coerce.number().int().min(1).max(200).default(50),
  pageToken: z.string().max(200).optional(),
});
export type ListExperimentsInput = z.output<typeof listExperimentsInput>;

const inWorkspace = z.object({ workspace: z.string().min(1).max(63) });
const experimentId = z.number().int().positive();
const name = z
  .string()
  .trim()
  .min(1, "Give the experiment a name.")
  .max(500, "A name may have at most 500 characters.");

export const createExperimentInput = inWorkspace.extend({
  name,
  note: z.string().trim().max(5000, "Notes may have at most 5,000 characters.").default(""),
});

export const renameExperimentInput = inWorkspace.extend({ id: experimentId, name });

export const experimentIdsInput = inWorkspace.extend({
  ids: z.array(experimentId).min(1).max(200),
});

export const setExperimentNoteInput = inWorkspace.extend({
  id: experimentId,
  note: z.string().max(5000, "Notes may have at most 5,000 characters."),
});

const tagKey = z
  .string()
  .trim()
  .min(1, "Give the tag a name.")
  .max(250, "A tag's name may have at most 250 characters.")
  .refine((key) => isOwnTag({ key }), "Names that begin with mlflow. are MLflow's own.");

export const setExperimentTagInput = inWorkspace.extend({
  id: experimentId,
  key: tagKey,
  value: z.string().max(5000, "A tag may have at most 5,000 characters."),
});

export const deleteExperimentTagInput = inWorkspace.extend({ id: experimentId, key: tagKey });
