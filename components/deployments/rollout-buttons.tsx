"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import {
  abortRolloutAction,
  pauseRolloutAction,
  promoteRolloutAction,
  resumeRolloutAction,
} from "@/lib/deployments/actions/rollouts";
import type { RolloutDto } from "@/lib/deployments/dto/rollouts";

const MOVES = {
  pause: {
    label: "Pause",
    title: "Pause the rollout?",
    description: "The traffic stays as it is. Guardrails go on and may still roll it back.",
    tone: "default",
  },
  resume: {
    label: "Resume",
    title: "Let the rollout go on?",
    description: "It goes on where it was paused.",
    tone: "default",
  },
  promote: {
    label: "Let on",
    title: "Let this step go on?",
    description: "The next step follows without waiting for the bake time or the checks.",
    tone: "default",
  },
  abort: {
    label: "Abort",
    title: "Abort the rollout?",
    description: "The stable revision gets all of the traffic back at once.",
    tone: "danger",
  },
} as const;
type Move = keyof typeof MOVES;

function movesOf({ phase }: RolloutDto): Move[] {
  if (phase === "paused") return ["resume", "promote", "abort"];
  const isStep = phase === "progressing" || phase === "waiting_approval";
  return isStep ? ["pause", "promote", "abort"] : ["pause", "abort"];
}

/** What people can do to a rollout now. */
export function RolloutButtons({ rollout }: { rollout: RolloutDto }) {
  const { slug: workspace } = useWorkspace();
  const [asked, setAsked] = useState<Move | null>(null);
  const { deployment, number } = rollout;
  const send = async (move: Move) => {
    const input = { workspace, deployment, rollout: number, reason: "" };
    const result = await {
      pause: () => pauseRolloutAction(input),
      resume: () => resumeRolloutAction(input),
      promote: () => promoteRolloutAction({ ...input, isFull: false }),
      abort: () => abortRolloutAction(input),
    }[move]();
    return result.ok ? undefined : result.error.message;
  };
  return (
    <>
      {movesOf(rollout).map((move) => (
        <Button key={move} size="sm" onClick={() => setAsked(move)}>
          {MOVES[move].label}
        </Button>
      ))}
      {asked ? (
        <ConfirmDialog
          open
          onOpenChange={() => setAsked(null)}
          title={MOVES[asked].title}
          description={MOVES[asked].description}
          confirmLabel={MOVES[asked].label}
          tone={MOVES[asked].tone}
          onConfirm={() => send(asked)}
        />
      ) : null}
    </>
  );
}
