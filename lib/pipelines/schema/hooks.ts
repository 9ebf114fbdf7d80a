import { z } from "zod";
import { storableText } from "@/lib/core/text";
import { pipelineInput } from "./pipelines";

const MAX_GRACE_HOURS = 72;

export const hookFields = z.object({
  name: storableText.trim().min(1, "Give the webhook a name.").max(200),
});
export type HookFields = z.output<typeof hookFields>;

export const hookInput = pipelineInput.extend({ hookId: z.uuid() });
export type HookInput = z.output<typeof hookInput>;

export const reviseHookInput = z.object({ isEnabled: z.boolean() });
export type ReviseHookInput = HookInput & z.output<typeof reviseHookInput>;

export const rotateHookInput = z.object({
  graceHours: z.coerce.number().int().min(0).max(MAX_GRACE_HOURS).default(24).meta({
    description: "For how long the secret before is taken as well",
  }),
});
export type RotateHookInput = HookInput & z.output<typeof rotateHookInput>;

/** What an unsigned caller sends; the signature is over all of it. */
export const receivedInput = z.object({
  hookId: z.uuid(),
  deliveryId: z.string().regex(/^[\w.:-]{1,200}$/),
  timestamp: z.string().regex(/^\d{1,12}$/),
  signature: z.string().max(200),
});
export type ReceivedInput = z.output<typeof receivedInput> & { body: Buffer };
