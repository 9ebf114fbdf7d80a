import { z } from "zod";

export const MANIFEST = "manifest.json";
export const FORMAT = 1;

export const tableFile = (name: string): string => `database/${name}.copy.gz`;
export const ARTIFACTS_FOLDER = "artifacts";

const manifestSchema = z.object({
  format: z.literal(FORMAT),
  /** ISO 8601, when the snapshot was taken. */
  takenAt: z.string(),
  /** The migrations the database had. */
  migrations: z.array(z.string()).min(1),
  tables: z.array(
    z.object({
      name: z.string(),
      columns: z.array(z.string()),
      rows: z.number(),
      sha256: z.string(),
    }),
  ),
  artifacts: z.object({ files: z.number(), bytes: z.number() }),
});

/** What a backup is made of, written last: a folder without it is not a backup. */
export type Manifest = z.infer<typeof manifestSchema>;

/** Throws a sentence for what is no backup of ours. */
export function parseManifest(text: string): Manifest {
  const parsed = manifestSchema.safeParse(JSON.parse(text));
  if (!parsed.success)
    throw new Error("This folder's manifest is not one of a backup that this Slipway can read.");
  return parsed.data;
}
