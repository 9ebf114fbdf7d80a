import { z } from "zod";
import { AppError } from "@/lib/core/errors";

const hex = (bytes: number) => z.string().regex(new RegExp(`^[0-9a-f]{${bytes * 2}}$`));

/** One line of a checkpoint file. */
export const checkpointSchema = z.object({
  seq: z.number().int().min(1),
  hash: hex(32),
  at: z.iso.datetime(),
  publicKey: hex(32),
  signature: hex(64),
});

/** A signed statement of how far the chain had come. */
export type Checkpoint = z.infer<typeof checkpointSchema>;

export function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
}

/** Parses a checkpoint file. Throws INVALID with the line that is not one. */
export function parseCheckpoints(text: string): Checkpoint[] {
  return text.split("\n").flatMap((line, index) => {
    if (line.trim() === "") return [];
    const parsed = checkpointSchema.safeParse(jsonOf(line));
    if (!parsed.success)
      throw new AppError("INVALID", `Line ${index + 1} of the checkpoints is not a checkpoint.`);
    return [parsed.data];
  });
}
