import "server-only";
import { unstable_rethrow } from "next/navigation";
import { z } from "zod";
import type { Result } from "@/lib/core/result";
import { holdsStorableText, UNSTORABLE } from "@/lib/core/text";
import type { Actor, Person, Visitor } from "./actor";
import { fieldMessages, toFailure } from "./failures";
import { getActionActor, getActionPerson, getVisitor } from "./page-actor";

/** Every input names its workspace, so no action can forget its tenant. */
export const inWorkspace = z.object({ workspace: z.string().min(1).max(63) });

interface Definition<Asker, Input extends z.ZodType, Data> {
  input: Input;
  run: (asker: Asker, input: z.output<Input>) => Promise<Data>;
  onSuccess?: () => void;
}

type Action<Input extends z.ZodType, Data> = (raw: z.input<Input>) => Promise<Result<Data>>;

/** Parse, find out who asks, run, translate failures. */
function define<Asker, Input extends z.ZodType, Data>(
  { input, run, onSuccess }: Definition<Asker, Input, Data>,
  whoAsks: (input: z.output<Input>) => Promise<Asker>,
): Action<Input, Data> {
  return async (raw) => {
    if (!holdsStorableText(raw))
      return { ok: false, error: { code: "INVALID", message: UNSTORABLE } };
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
      const data = await run(await whoAsks(parsed.data), parsed.data);
      onSuccess?.();
      return { ok: true, data };
    } catch (error) {
      unstable_rethrow(error);
      return { ok: false, error: toFailure(error) };
    }
  };
}

/** A server action of somebody in the workspace that the input names. */
export function defineAction<Input extends z.ZodType<{ workspace: string }>, Data>(
  definition: Definition<Actor, Input, Data>,
): Action<Input, Data> {
  return define(definition, ({ workspace }) => getActionActor(workspace));
}

/** A server action of somebody who is signed in, whatever the workspace. */
export function definePersonAction<Input extends z.ZodType, Data>(
  definition: Definition<Person, Input, Data>,
): Action<Input, Data> {
  return define(definition, getActionPerson);
}

/** A server action that needs no sign-in. */
export function defineVisitorAction<Input extends z.ZodType, Data>(
  definition: Definition<Visitor, Input, Data>,
): Action<Input, Data> {
  return define(definition, getVisitor);
}
