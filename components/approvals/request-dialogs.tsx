"use client";
import { createContext, type ReactNode, useContext, useMemo, useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Dialog } from "@/components/ui/dialog";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import { withdrawRequestAction } from "@/lib/approvals/actions";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { DECISIONS, type Decision } from "@/lib/approvals/schema/requests";
import { RequestCommentDialog } from "./request-comment-dialog";
import { RequestDelegateDialog } from "./request-delegate-dialog";
import { SignDialog } from "./sign-dialog";
import { TextDialog } from "./text-dialog";

const WITHDRAWAL = { name: "reason", label: "Why", maxLength: 2_000, required: false };

export type RequestDialog = Decision | "comment" | "delegate" | "withdraw";

interface RequestDialogs {
  open: (dialog: RequestDialog) => void;
  mayDecide: boolean;
  mayComment: boolean;
  mayDelegate: boolean;
}

const DialogsContext = createContext<RequestDialogs | null>(null);

export function useRequestDialogs(): RequestDialogs {
  const dialogs = useContext(DialogsContext);
  if (!dialogs) throw new Error("useRequestDialogs belongs inside RequestDialogsProvider.");
  return dialogs;
}

interface ProviderProps {
  request: ApprovalRequestDetailDto;
  children: ReactNode;
}

/** What can be done with a request, wherever on its page: each has one dialog and one key. */
export function RequestDialogsProvider({ request, children }: ProviderProps) {
  const [dialog, open] = useState<RequestDialog | null>(null);
  const mayDecide = request.status === "pending" && request.eligibility.mayVote;
  const mayComment = useCan("approval:request");
  const mayDelegate = request.delegates.length > 0;
  useHotkeys("Request", [
    ...(mayDecide
      ? [
          { keys: "a", label: "Approve", run: () => open("approve") },
          { keys: "r", label: "Request changes", run: () => open("request_changes") },
          { keys: "x", label: "Reject", run: () => open("reject") },
        ]
      : []),
    ...(mayComment ? [{ keys: "c", label: "Comment", run: () => open("comment") }] : []),
    ...(mayDelegate ? [{ keys: "d", label: "Delegate", run: () => open("delegate") }] : []),
  ]);
  const dialogs = useMemo(
    () => ({ open, mayDecide, mayComment, mayDelegate }),
    [mayDecide, mayComment, mayDelegate],
  );
  return (
    <DialogsContext value={dialogs}>
      {children}
      <OpenDialog request={request} dialog={dialog} onClose={() => open(null)} />
    </DialogsContext>
  );
}

interface OpenDialogProps {
  request: ApprovalRequestDetailDto;
  dialog: RequestDialog | null;
  onClose: () => void;
}

function OpenDialog({ request, dialog, onClose }: OpenDialogProps) {
  const { slug: workspace } = useWorkspace();
  const { number } = request;
  const decision = DECISIONS.find((one) => one === dialog);
  return (
    <>
      <Dialog open={decision !== undefined} onOpenChange={onClose}>
        {decision ? <SignDialog request={request} decision={decision} onClose={onClose} /> : null}
      </Dialog>
      <Dialog open={dialog === "comment"} onOpenChange={onClose}>
        {dialog === "comment" ? <RequestCommentDialog number={number} onClose={onClose} /> : null}
      </Dialog>
      <Dialog open={dialog === "delegate"} onOpenChange={onClose}>
        {dialog === "delegate" ? (
          <RequestDelegateDialog request={request} onClose={onClose} />
        ) : null}
      </Dialog>
      <Dialog open={dialog === "withdraw"} onOpenChange={onClose}>
        {dialog === "withdraw" ? (
          <TextDialog
            title="Withdraw this request?"
            description="It ends here. Signatures on it are kept, and a new request starts from the beginning."
            submitLabel="Withdraw"
            field={WITHDRAWAL}
            send={(reason) => withdrawRequestAction({ workspace, number, reason })}
            done="Withdrew the request"
            onClose={onClose}
          />
        ) : null}
      </Dialog>
    </>
  );
}
