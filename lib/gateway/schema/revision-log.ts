import { z } from "zod";
import { deploymentInput } from "@/lib/deployments/schema/deployments";
import { revisionNumber } from "@/lib/deployments/schema/traffic";

export const followLogInput = deploymentInput.extend({
  revision: revisionNumber,
  after: z.coerce.number().int().min(0).max(Number.MAX_SAFE_INTEGER).default(0),
});
export type FollowLogInput = z.output<typeof followLogInput>;
