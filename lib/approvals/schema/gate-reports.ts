import { z } from "zod";
import { MEASURED_VERDICTS } from "./gates";
import { requestInput } from "./requests";

const text = (max: number) => z.string().trim().max(max);
const gate = requestInput.extend({ gateKey: z.string().min(1).max(60) });

export const MAX_EVIDENCE_CHARS = 20_000;

/** What a check outside of Slipway found. */
export const reportContent = z.object({
  verdict: z.enum(MEASURED_VERDICTS).exclude(["not_run"]),
  summary: z.string().trim().min(1, "Say in a sentence what was found.").max(1_000),
  /** What was asked for and what was seen, as people read them. */
  threshold: text(200).default(""),
  observed: text(200).default(""),
  link: z
    .url({ protocol: /^https?$/ })
    .max(2_000)
    .optional(),
  /** Until when it counts; absent for as long as the policy lets it. */
  freshUntil: z.coerce.date().optional(),
  evidence: z
    .record(z.string().max(200), z.json())
    .default({})
    .refine((value) => JSON.stringify(value).length <= MAX_EVIDENCE_CHARS, {
      message: `Evidence has at most ${MAX_EVIDENCE_CHARS} characters: link to the rest.`,
    }),
});

export const reportGateInput = gate.extend({
  ...reportContent.shape,
  /** Chosen anew for every report; the same one sent again counts once. */
  reportKey: z.string().min(8).max(200),
  /** For a gate that asks by webhook: the `delivery` of the question that this answers. */
  delivery: z.string().max(200).optional(),
});
export type ReportGateInput = z.output<typeof reportGateInput>;

export const waiveGateInput = gate.extend({
  reason: z.string().trim().min(1, "Say why it may pass.").max(2_000),
  until: z.coerce.date(),
});
export type WaiveGateInput = z.output<typeof waiveGateInput>;

export const revokeWaiverInput = requestInput.extend({ waiverId: z.string().regex(/^\d{1,18}$/) });
