import { z } from "zod";
import { storableText } from "@/lib/core/text";

const fileName = storableText
  .min(1)
  .max(255)
  .refine((name) => /\.(csv|parquet|pq)$/i.test(name), "Send a .csv or .parquet file.")
  .refine((name) => !/[/\\]/.test(name), "Give the file's name, not its path.");

/** A new version of a dataset that is there, or of the uploaded one of a name, which is made when absent. */
export const uploadInput = z.object({
  datasetId: z.coerce.number().int().positive().max(Number.MAX_SAFE_INTEGER).optional(),
  name: storableText.trim().min(1, "Give the dataset a name.").max(500).optional(),
  fileName,
});
export type UploadInput = z.output<typeof uploadInput>;
