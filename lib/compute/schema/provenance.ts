import { z } from "zod";
import { jobInput } from "./jobs";

/** Of more runs the environments would take long to read. */
export const MAX_COMPARED_PROVENANCE = 20;

export const lockInput = jobInput.extend({ path: z.string().min(1).max(200) });
export type LockInput = z.output<typeof lockInput>;

const runUuid = z.string().min(1).max(64);

export const runProvenanceInput = z.object({ runUuid });
export type RunProvenanceInput = z.output<typeof runProvenanceInput>;

/** As a screen asks. */
export const runProvenanceRequest = z.object({ run: runUuid });

const tooMany = `At most ${MAX_COMPARED_PROVENANCE} runs can be compared so.`;

export const compareProvenanceInput = z.object({
  run: z
    .union([runUuid, z.array(runUuid).min(1).max(MAX_COMPARED_PROVENANCE, tooMany)])
    .transform((value) => (typeof value === "string" ? [value] : value))
    .meta({ description: "Id of a run; once for each" }),
});
export type CompareProvenanceInput = z.output<typeof compareProvenanceInput>;
