import "server-only";
import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import type { Result } from "@/lib/core/result";
import type { Actor } from "./actor";
import { fieldMessages, toFailure } from "./failures";
import { getActionActor } from "./page-actor";

/** Every input names its workspace, so no action can forget its tenant. */
export const inWorkspace = z.object({ workspace: z.string().min(1).max(63) });

interface ActionDefinition<Input extends z.ZodType<{ workspace: string }>, Data> {
  input: Input;
  run: (actor: Actor, input: z.output<Input>) => Promise<Data>;
  onSuccess?: () => void;
}

/** A server action: parse, resolve the actor in the workspace the input names, run, translate failures. */
export function defineAction<Input extends z.ZodType<{ workspace: string }>, Data>({
  input,
  run,
  onSuccess,
}: ActionDefinition<Input, Data>): (raw: z.input<Input>) => Promise<Result<Data>> {
  return async (raw) => {
    const parsed = input.safeParse(raw);
    if (!parsed.success)
      return {
        ok: false,
        error: {
          code: "INVALID",
          message: parsed.error.issues[0]?.message ?? "Check the highlighted fields.",
          fields: fieldMessages(parsed.error),
        },
      };
    try {
      const actor = await getActionActor(parsed.data.workspace);
      const data = await run(actor, parsed.data);
      onSuccess?.();
      return { ok: true, data };
    } catch (error) {
      unstable_rethrow(error);
      return { ok: false, error: toFailure(error) };
    }
  };
}
