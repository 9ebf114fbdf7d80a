"use client";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { toast } from "@/components/ui/toast";
import { discardPolicyDraftAction, publishPolicyAction } from "@/lib/approvals/actions";
import type { ApproverDto, PolicyDto, PolicyVersionDto } from "@/lib/approvals/dto/policies";
import { formatPlural } from "@/lib/core/format";
import { PolicyChanges } from "./policy-changes";

interface DraftNoticeProps {
  policy: PolicyDto;
  draft: PolicyVersionDto;
  approvers: readonly ApproverDto[];
}

/** What is proposed, what it would weaken, whether the reader may publish it, and else why not. */
export function DraftNotice({ policy, draft, approvers }: DraftNoticeProps) {
  const mayWrite = useCan("policy:write");
  const [open, setOpen] = useState<"publish" | "discard" | null>(null);
  const isEnd = draft.kind === "retire";
  return (
    <Callout
      tone={draft.isWeaker ? "warning" : "info"}
      title={`${draft.author || "Slipway"} proposes ${isEnd ? "to end this policy" : `version ${draft.number}`}`}
      actions={
        mayWrite ? (
          <>
            {draft.mayPublish ? (
              <Button size="sm" variant="primary" onClick={() => setOpen("publish")}>
                {isEnd ? "End the policy…" : "Publish…"}
              </Button>
            ) : null}
            <Button size="sm" onClick={() => setOpen("discard")}>
              Discard draft
            </Button>
          </>
        ) : null
      }
    >
      <div className="grid gap-2">
        {draft.reason === "" ? null : <p>{draft.reason}</p>}
        {isEnd ? null : (
          <PolicyChanges
            before={policy.inForce?.document ?? null}
            after={draft.document}
            approvers={approvers}
          />
        )}
        {draft.weakenings.length > 0 && draft.publishRefusal === null ? (
          <p>It asks for less: {draft.weakenings.join(" ")}</p>
        ) : null}
        {draft.publishRefusal ? <p className="font-medium">{draft.publishRefusal}</p> : null}
      </div>
      <DraftDialogs policy={policy} draft={draft} open={open} onClose={() => setOpen(null)} />
    </Callout>
  );
}

interface DraftDialogsProps extends Omit<DraftNoticeProps, "approvers"> {
  open: "publish" | "discard" | null;
  onClose: () => void;
}

function affected({ openRequests }: PolicyDto): string {
  if (openRequests === 0) return "No open request is decided under it now.";
  return `${formatPlural(openRequests, "open request")} ${openRequests === 1 ? "is" : "are"} decided under it now: whoever has signed is asked again.`;
}

function DraftDialogs({ policy, draft, open, onClose }: DraftDialogsProps) {
  const { slug: workspace } = useWorkspace();
  const ref = { workspace, policyVersionId: draft.id };
  const isEnd = draft.kind === "retire";
  const publish = async () => {
    const result = await publishPolicyAction(ref);
    if (!result.ok) return result.error.message;
    toast(isEnd ? `Ended “${policy.name}”` : `“${policy.name}” is in force`, { tone: "success" });
    return undefined;
  };
  const discard = async () => {
    const result = await discardPolicyDraftAction(ref);
    return result.ok ? undefined : result.error.message;
  };
  return (
    <>
      <ConfirmDialog
        open={open === "publish"}
        onOpenChange={onClose}
        title={
          isEnd
            ? `End the policy “${policy.name}”?`
            : `Publish version ${draft.number} of “${policy.name}”?`
        }
        description={`${isEnd ? "Its targets are protected by other policies only, or not at all." : "It is in force at once, and this version is never changed again."} ${affected(policy)}`}
        confirmLabel={isEnd ? "End it" : "Publish"}
        tone={isEnd ? "danger" : "default"}
        onConfirm={publish}
      />
      <ConfirmDialog
        open={open === "discard"}
        onOpenChange={onClose}
        title="Discard this draft?"
        description="It stays in the history as discarded. What is in force does not change."
        confirmLabel="Discard draft"
        onConfirm={discard}
      />
    </>
  );
}
