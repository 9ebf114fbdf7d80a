import { z } from "zod";

/** What a home page is made of. */
export const HOME_SECTIONS = [
  "needs",
  "runs",
  "decisions",
  "changes",
  "models",
  "portfolio",
] as const;
export type HomeSection = (typeof HOME_SECTIONS)[number];

export const homeInput = z.object({
  /** Since when it is told what changed; milliseconds since the epoch. */
  since: z.number(),
  /** Sections that show more than their first lines. */
  more: z.array(z.enum(HOME_SECTIONS)),
});
export type HomeInput = z.output<typeof homeInput>;

export const CHANGE_KINDS = ["deployment", "rollback", "version", "approval", "incident"] as const;
export type ChangeKind = (typeof CHANGE_KINDS)[number];
