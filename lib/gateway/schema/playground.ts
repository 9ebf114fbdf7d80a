import type { z } from "zod";
import { storableText } from "@/lib/core/text";
import { deploymentInput } from "@/lib/deployments/schema/deployments";
import { revisionNumber } from "@/lib/deployments/schema/traffic";

export const tryPredictionInput = deploymentInput.extend({
  /** Null for whichever the plan chooses. */
  revision: revisionNumber.nullable(),
  /** As `/serve/{deployment}/invocations` takes it. */
  body: storableText.max(1_000_000, "Send at most a million characters from here."),
});
export type TryPredictionInput = z.output<typeof tryPredictionInput>;

export const describeInputInput = deploymentInput.extend({
  revision: revisionNumber
    .optional()
    .meta({ description: "The one that answers most of the traffic when absent" }),
});
export type DescribeInputInput = z.output<typeof describeInputInput>;
