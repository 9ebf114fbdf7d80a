import { z } from "zod";
import { storableText } from "@/lib/core/text";

/** Of an archive as it is sent. */
export const MAX_SNAPSHOT_BYTES = 256 * 1024 * 1024;
/** Of what it unpacks to. */
export const SNAPSHOT_BOUNDS = { entries: 50_000, bytes: 1024 * 1024 * 1024 };
/** How long one that no job has named is kept. */
export const SNAPSHOT_DAYS = 30;

const sha256 = z
  .string()
  .regex(/^[0-9a-f]{64}$/, "Write the SHA-256 of an uploaded snapshot, 64 hexadecimal digits.");

/** Code that was uploaded, as the source of a job. */
export const snapshotSource = z.object({
  snapshot: sha256.meta({ description: "SHA-256 of an uploaded source snapshot" }),
});

export const snapshotInput = z.object({ sha256 });
export type SnapshotInput = z.output<typeof snapshotInput>;

export const uploadSnapshotInput = z.object({
  fileName: storableText.trim().min(1).max(500).default("source").meta({
    description: "What people know it by; the first file of a content names it",
  }),
});
export type UploadSnapshotInput = z.output<typeof uploadSnapshotInput>;
