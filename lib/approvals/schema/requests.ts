import { z } from "zod";
import { pageInput } from "@/lib/core/page";
import { MEASURED_VERDICTS } from "./gates";
import { RISK_TIERS, target } from "./policies";

export const REQUEST_STATUSES = [
  "pending",
  "approved",
  "promoted",
  "rejected",
  "withdrawn",
  "expired",
  "failed",
] as const;
export type RequestStatus = (typeof REQUEST_STATUSES)[number];

export const VERDICTS = [...MEASURED_VERDICTS, "waived"] as const;
export type Verdict = (typeof VERDICTS)[number];

export const DECISIONS = ["approve", "request_changes", "reject"] as const;
export type Decision = (typeof DECISIONS)[number];

/** What a signature means, as 21 CFR 11.50 asks it to say. */
export const MEANINGS = ["review", "approval", "responsibility"] as const;
export type Meaning = (typeof MEANINGS)[number];

export const SEVERITIES = ["note", "minor", "major", "blocking"] as const;
export type Severity = (typeof SEVERITIES)[number];

export const OPENED_VIA = ["screen", "rest", "mlflow", "schedule", "incident"] as const;
export type OpenedVia = (typeof OPENED_VIA)[number];

export const SIGNING_METHODS = ["password", "sign_in", "token"] as const;
export type SigningMethod = (typeof SIGNING_METHODS)[number];

const text = (max: number) => z.string().trim().max(max);
const reason = z.string().trim().min(1, "Say why.").max(2_000);
const key = z.string().min(8).max(200);
const moment = z.coerce.date();
const address = z
  .url({ protocol: /^https?$/, error: "Write an address that begins with http:// or https://." })
  .max(2_000);

const weight = z
  .number("Give a share of the traffic.")
  .min(0, "Give at least 0 %.")
  .max(100, "Give at most 100 %.");
const bakeMinutes = z
  .number("Give a time.")
  .int("Give whole minutes.")
  .min(0, "Give at least 0 minutes.");

/** How a version is to come into service, as people agreed on it. */
export const rolloutPlan = z.object({
  description: text(5_000).default(""),
  steps: z.array(z.object({ weight, bakeMinutes })).max(20).default([]),
  abortRule: text(1_000).default(""),
});
export type RolloutPlan = z.output<typeof rolloutPlan>;

export const INBOX_VIEWS = ["mine", "open", "requested", "decided", "follow_ups", "all"] as const;

export const listRequestsInput = pageInput.extend({
  /** "mine" are those that wait for the asker; "follow_ups" what is owed after an emergency or a lapse. */
  view: z.enum(INBOX_VIEWS).default("all"),
  model: z.string().max(256).optional(),
  /** A part of the model's name. */
  search: z.string().trim().max(256).optional(),
  status: z.enum(REQUEST_STATUSES).optional(),
  riskTier: z.enum(RISK_TIERS).optional(),
});
export type ListRequestsInput = z.output<typeof listRequestsInput>;

export const requestInput = z.object({
  number: z.coerce.number().int().positive().max(2_147_483_647),
});
export const changesSinceInput = requestInput.extend({
  /** A revision that somebody has seen. */
  since: z.coerce.number().int().positive().max(2_147_483_647),
});
export type ChangesSinceInput = z.output<typeof changesSinceInput>;
export const listEventsInput = pageInput.extend(requestInput.shape);

export const promotionChoicesInput = z.object({
  model: z.string().min(1).max(256),
  version: z.coerce.number().int().positive().max(2_147_483_647),
});

export const openRequestInput = promotionChoicesInput.extend({
  target,
  action: z.enum(["set", "clear"]).default("set"),
  archivesExisting: z.boolean().default(false),
  note: text(5_000).default(""),
  ticketUrl: address.optional(),
  plan: rolloutPlan.default({ description: "", steps: [], abortRule: "" }),
  deployment: z.string().trim().min(1).max(63).optional().meta({
    description:
      "Of the environment: the plan is then agreed on for this deployment only; left out, for all of them",
  }),
  dueAt: moment.optional(),
  /** Absent for as soon as it is approved. */
  scheduledFor: moment.optional(),
  /** The same key twice opens one request. */
  idempotencyKey: key.optional(),
});
export type OpenRequestInput = z.output<typeof openRequestInput>;

/** What the requester may change while it waits; each change asks everybody again. */
export const reviseRequestInput = requestInput.extend({
  note: text(5_000).optional(),
  ticketUrl: address.nullable().optional(),
  plan: rolloutPlan.optional(),
  scheduledFor: moment.nullable().optional(),
});
export type ReviseRequestInput = z.output<typeof reviseRequestInput>;

/** Proof that it is really the person who signs. Programs use a token with the scope `approvals:sign` instead. */
const signature = {
  /** For people who have one. */
  password: z.string().min(1, "Enter your password to sign.").max(200).optional(),
  /** Chosen anew for every signature; the same one sent again counts once. */
  signatureKey: key,
};

export const voteInput = requestInput.extend({
  decision: z.enum(DECISIONS),
  meaning: z.enum(MEANINGS),
  statement: text(2_000).default(""),
  /** Hash of the evidence that the signer has seen. */
  evidenceHash: z
    .string()
    .regex(/^[0-9a-f]{64}$/, "Give the hash of the evidence that you have seen."),
  /** Until when an approval holds: it counts no longer after, and what it brought about is looked at again by then. */
  validUntil: moment.optional(),
  /** The person whose turn was handed over, for a signature by delegation. */
  onBehalfOf: z.uuid().optional(),
  ...signature,
});
export type VoteInput = z.output<typeof voteInput>;

export const commentInput = requestInput.extend({
  severity: z.enum(SEVERITIES).default("note"),
  body: z.string().trim().min(1, "Write a comment.").max(10_000),
});
export const resolveCommentInput = requestInput.extend({
  commentId: z.string().regex(/^\d{1,18}$/),
});
export const delegateInput = requestInput.extend({
  toUserId: z.uuid(),
  reason: text(2_000).default(""),
});
export const revokeDelegationInput = requestInput.extend({
  delegationId: z.string().regex(/^\d{1,18}$/),
});
export const withdrawInput = requestInput.extend({ reason: text(2_000).default("") });

export const emergencyInput = openRequestInput
  .omit({ dueAt: true, scheduledFor: true })
  .extend({ reason, ...signature });
export type EmergencyInput = z.output<typeof emergencyInput>;

export const closeFollowUpInput = requestInput.extend({
  resolution: z
    .string()
    .trim()
    .min(1, "Say what was found, and whether the promotion stands.")
    .max(5_000),
});
