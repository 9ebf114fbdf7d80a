import { z } from "zod";

/** The workspace in the path; the guard has resolved it to the actor's own. */
export const inWorkspacePath = z.object({
  workspace: z.string().max(63).meta({ description: "Short name of the workspace" }),
});
