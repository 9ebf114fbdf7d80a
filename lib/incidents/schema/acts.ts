import { z } from "zod";
import { launchInput } from "@/lib/compute/schema/jobs";
import { storableText } from "@/lib/core/text";
import { newRolloutPlan, rolloutPlan } from "@/lib/deployments/schema/rollouts";
import { incidentInput } from "./incidents";

/** What can be done about an incident, by somebody or by itself. */
export const ACTS = ["roll_back", "pause_rollout", "retrain"] as const;
export type Act = (typeof ACTS)[number];

export const ACT_STATUSES = [
  "due",
  "done",
  "refused",
  "training",
  "registered",
  "asked",
  "approved",
  "offered",
  "rolling_out",
  "failed",
  "declined",
] as const;
export type ActStatus = (typeof ACT_STATUSES)[number];

/** Where a step in the course of an incident leads. */
export const eventAbout = z.object({
  job: z.number().optional(),
  model: z.string().optional(),
  version: z.number().optional(),
  approval: z.number().optional(),
  /** Of the incident's deployment. */
  rollout: z.number().optional(),
});
export type EventAbout = z.output<typeof eventAbout>;

/** What clients before 3.0 note of the models that a run logged. */
export const loggedHistory = z.array(z.object({ artifact_path: z.string().min(1) }));

const reason = storableText.trim().max(2_000);
const idempotencyKey = storableText.min(1).max(100).optional().meta({
  description: "The same key does it once, however often it is sent",
});

const act = z.object({
  reason: reason.min(1, "Say why."),
  idempotencyKey,
});
export const actInput = act;
export type ActInput = z.output<typeof incidentInput> & z.output<typeof act>;

export const rollBackFromInput = act.extend({
  trafficVersion: z.coerce.number().int().min(1).optional().meta({
    description: "The plan that was seen in force; another one is not rolled back",
  }),
});
export type RollBackFromInput = z.output<typeof incidentInput> & z.output<typeof rollBackFromInput>;

/** What becomes of the version that a retraining makes. */
const afterwards = {
  startsRollout: z.boolean().default(false).meta({
    description:
      "Whether the rollout starts by itself once the version may serve; it is offered on the incident otherwise",
  }),
};
export const retrainingWish = z.object({
  ...afterwards,
  rollout: newRolloutPlan.optional().meta({
    description: "How the version is to come into the traffic; a canary of three steps when absent",
  }),
});

/** The same as it is kept, with what it was found to be about. */
export const keptWish = z.object({
  ...afterwards,
  rollout: rolloutPlan.optional(),
  model: z.string().optional(),
  /** By which key its rollout was declined. */
  declineKey: z.string().optional(),
});
export type KeptWish = z.output<typeof keptWish>;

export const retrainInput = retrainingWish.extend({
  reason: reason.default(""),
  idempotencyKey,
  job: launchInput.omit({ idempotencyKey: true }).optional().meta({
    description:
      "What is launched; the job that trained the served version, with the newest versions of its data, when absent",
  }),
});
export type RetrainInput = z.output<typeof incidentInput> & z.output<typeof retrainInput>;

export const declineAgreedInput = incidentInput.extend(act.shape);
export type DeclineAgreedInput = z.output<typeof declineAgreedInput>;

export const startAgreedInput = incidentInput.extend({ reason: reason.default("") });
export type StartAgreedInput = z.output<typeof startAgreedInput>;
