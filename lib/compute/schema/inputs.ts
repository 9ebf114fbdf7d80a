import { z } from "zod";
import { storableText } from "@/lib/core/text";

const id = z.int().positive().max(Number.MAX_SAFE_INTEGER);
const versionNumber = z.int().positive().max(2_000_000_000);

const datasetWish = z.object({
  dataset: z
    .union([id, storableText.min(1).max(500)])
    .meta({ description: "Name of a dataset, or its id where several have the name" }),
  version: z
    .union([versionNumber, z.literal("latest")])
    .default("latest")
    .meta({ description: "Its number; the latest one becomes a number when the job is launched" }),
});

/** Dataset versions that a job reads, as they are asked for. */
export const datasetWishes = z
  .array(datasetWish)
  .max(20, "A job declares at most 20 dataset versions.")
  .default([])
  .meta({
    description: "Dataset versions that the command reads; they become inputs of the job's run",
  });
export type DatasetWish = z.output<typeof datasetWish>;

/** What they were found to be, once and for all. */
export const keptDatasets = z
  .array(
    z.object({
      datasetId: id,
      name: z.string(),
      version: versionNumber,
      /** What names the content. */
      contentKey: z.string(),
      /** What its client said of its place; empty for an uploaded one, and for what is too long to be told. */
      source: z.string(),
      /** Whether its bytes are kept here. */
      hasFile: z.boolean(),
      /** As it was asked for. */
      asked: datasetWish,
    }),
  )
  .default([]);
export type KeptDataset = z.output<typeof keptDatasets>[number];
