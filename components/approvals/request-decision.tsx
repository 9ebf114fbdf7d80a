"use client";
import { Check, MessageCircleWarning, Undo2, X } from "lucide-react";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog } from "@/components/ui/dialog";
import { Markdown } from "@/components/ui/markdown";
import { withdrawRequestAction } from "@/lib/approvals/actions";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import type { Decision } from "@/lib/approvals/schema/requests";
import { SignDialog } from "./sign-dialog";

function Withdraw({ number }: { number: number }) {
  const { slug: workspace } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  return (
    <>
      <Button onClick={() => setIsOpen(true)}>
        <Undo2 aria-hidden="true" />
        Withdraw
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title="Withdraw this request?"
        description="It ends here. Signatures on it are kept, and a new request starts from the beginning."
        confirmLabel="Withdraw"
        onConfirm={async () => {
          const result = await withdrawRequestAction({ workspace, number, reason: "" });
          return result.ok ? undefined : result.error.message;
        }}
      />
    </>
  );
}

/** What was asked, what is missing, whether the reader may sign and why not, and the buttons, in one place. */
export function RequestDecision({ request }: { request: ApprovalRequestDetailDto }) {
  const [decision, setDecision] = useState<Decision | null>(null);
  const { eligibility, standing } = request;
  const isPending = request.status === "pending";
  return (
    <Card>
      <CardHeader title="Decision" />
      <CardBody className="grid gap-4 text-sm">
        {request.note === "" ? (
          <p className="text-muted">Whoever asked left no note.</p>
        ) : (
          <Markdown text={request.note} />
        )}
        {isPending && standing.missing.length > 0 ? (
          <ul aria-label="Still missing" className="list-disc pl-5">
            {standing.missing.map((sentence) => (
              <li key={sentence}>{sentence}</li>
            ))}
          </ul>
        ) : null}
        {isPending && !eligibility.mayVote ? (
          <Callout tone="neutral" title="You cannot sign this">
            {eligibility.reason}
          </Callout>
        ) : null}
        <div className="flex flex-wrap gap-2">
          {isPending && eligibility.mayVote ? (
            <>
              <Button variant="primary" onClick={() => setDecision("approve")}>
                <Check aria-hidden="true" />
                Approve
              </Button>
              <Button onClick={() => setDecision("request_changes")}>
                <MessageCircleWarning aria-hidden="true" />
                Request changes
              </Button>
              <Button onClick={() => setDecision("reject")}>
                <X aria-hidden="true" />
                Reject
              </Button>
            </>
          ) : null}
          {request.mayWithdraw ? <Withdraw number={request.number} /> : null}
        </div>
      </CardBody>
      <Dialog open={decision !== null} onOpenChange={() => setDecision(null)}>
        {decision ? (
          <SignDialog request={request} decision={decision} onClose={() => setDecision(null)} />
        ) : null}
      </Dialog>
    </Card>
  );
}
