"use client";
import { useState } from "react";
import { TextDialog } from "@/components/approvals/text-dialog";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import { decideAbTestAction } from "@/lib/deployments/actions/rollouts";
import type { AbTestDto } from "@/lib/deployments/dto/ab-tests";

const CHOICES = {
  shipped: {
    label: "Ship",
    title: "Ship the treatment?",
    what: "It gets all of the traffic at once.",
  },
  rolled_back: {
    label: "Roll back",
    title: "Roll the treatment back?",
    what: "The control gets all of the traffic at once.",
  },
  stopped: { label: "Stop", title: "Stop the test?", what: "The traffic stays as it is." },
} as const;
const DECISIONS = ["shipped", "rolled_back", "stopped"] as const;

/** Ends an A/B test, with the reason. */
export function AbButtons({ test }: { test: AbTestDto }) {
  const { slug: workspace } = useWorkspace();
  const [decision, setDecision] = useState<(typeof DECISIONS)[number] | null>(null);
  const { deployment, number } = test;
  return (
    <>
      {DECISIONS.map((one) => (
        <Button key={one} size="sm" onClick={() => setDecision(one)}>
          {CHOICES[one].label}
        </Button>
      ))}
      {decision ? (
        <Dialog open onOpenChange={() => setDecision(null)}>
          <TextDialog
            title={CHOICES[decision].title}
            description={CHOICES[decision].what}
            submitLabel={CHOICES[decision].label}
            field={{ name: "reason", label: "Why", maxLength: 2_000, required: true }}
            send={(reason) =>
              decideAbTestAction({ workspace, deployment, test: number, decision, reason })
            }
            done="Decided."
            onClose={() => setDecision(null)}
          />
        </Dialog>
      ) : null}
    </>
  );
}
