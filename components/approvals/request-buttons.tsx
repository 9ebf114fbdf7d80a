"use client";
import { Check, MessageCircleWarning, MessageSquare, Undo2, UserRoundPlus, X } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Tooltip } from "@/components/ui/tooltip";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { useRequestDialogs } from "./request-dialogs";
import { ReviseButton } from "./revise-dialog";

/** The three decisions. */
export function DecisionButtons({ className }: { className?: string | undefined }) {
  const { open, mayDecide } = useRequestDialogs();
  if (!mayDecide) return null;
  return (
    <div className={className}>
      <Tooltip content="Sign an approval" hotkey="a">
        <Button variant="primary" onClick={() => open("approve")}>
          <Check aria-hidden="true" />
          Approve
        </Button>
      </Tooltip>
      <Tooltip content="Sign a request for changes" hotkey="r">
        <Button onClick={() => open("request_changes")}>
          <MessageCircleWarning aria-hidden="true" className="max-xs:hidden" />
          Request changes
        </Button>
      </Tooltip>
      <Tooltip content="Sign a rejection, which ends the request" hotkey="x">
        <Button onClick={() => open("reject")}>
          <X aria-hidden="true" />
          Reject
        </Button>
      </Tooltip>
    </div>
  );
}

/** What else can be done: say something, let somebody else sign, take it back. */
export function OtherButtons({ request }: { request: ApprovalRequestDetailDto }) {
  const { open, mayComment, mayDelegate } = useRequestDialogs();
  return (
    <div className="flex flex-wrap gap-2">
      {mayComment ? (
        <Button size="sm" onClick={() => open("comment")}>
          <MessageSquare aria-hidden="true" />
          Comment
        </Button>
      ) : null}
      {mayDelegate ? (
        <Button size="sm" onClick={() => open("delegate")}>
          <UserRoundPlus aria-hidden="true" />
          Delegate
        </Button>
      ) : null}
      <ReviseButton request={request} />
      {request.mayWithdraw ? (
        <Button size="sm" onClick={() => open("withdraw")}>
          <Undo2 aria-hidden="true" />
          Withdraw
        </Button>
      ) : null}
    </div>
  );
}

/** At hand on a narrow window, wherever the page is scrolled to. */
export function DecisionBar() {
  const { mayDecide } = useRequestDialogs();
  if (!mayDecide) return null;
  return (
    <div className="sticky bottom-0 z-20 border-t bg-surface px-4 py-2.5 lg:hidden print:hidden">
      <DecisionButtons className="flex justify-center gap-2" />
    </div>
  );
}
