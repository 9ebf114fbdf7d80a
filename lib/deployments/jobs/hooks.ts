import "server-only";
import { publicUrl } from "@/lib/core/env";
import { RefusedTarget, sendOutbound } from "@/lib/events/outbound";
import type { HookMoment } from "../schema/rollouts";
import type { StoredRollout } from "../sql/rollouts";

const TIMEOUT_MS = 5_000;
const MAX_ANSWER_BYTES = 4_096;

interface Answer {
  isConfirmed: boolean;
  message: string;
}

async function ask(
  url: string,
  { moment, rollout, signal }: { moment: HookMoment; rollout: StoredRollout; signal: AbortSignal },
): Promise<Answer> {
  const { host } = new URL(url);
  const { state, deployment, number, candidate, stable } = rollout;
  const body = JSON.stringify({
    event: `rollout.${moment}`,
    ...{ deployment, rollout: number, candidate, stable, step: state.step, phase: state.phase },
    url: publicUrl(),
  });
  try {
    const { status } = await sendOutbound({
      method: "POST",
      url,
      headers: { "Content-Type": "application/json", "User-Agent": "Slipway" },
      body,
      timeoutMs: TIMEOUT_MS,
      maxBytes: MAX_ANSWER_BYTES,
      signal,
    });
    return {
      isConfirmed: status >= 200 && status <= 202,
      message: `The hook at ${host} answered ${status} and has not confirmed.`,
    };
  } catch (error) {
    const message =
      error instanceof RefusedTarget ? error.message : `The hook at ${host} did not answer.`;
    return { isConfirmed: false, message };
  }
}

/** Asks every hook of a moment; the first that does not confirm holds the rollout until it is asked again. */
export async function askHooks(
  rollout: StoredRollout,
  moment: HookMoment,
  signal: AbortSignal,
): Promise<Answer> {
  for (const { on, url } of rollout.plan.hooks) {
    if (on !== moment) continue;
    const answer = await ask(url, { moment, rollout, signal });
    if (!answer.isConfirmed) return answer;
  }
  return { isConfirmed: true, message: "" };
}
