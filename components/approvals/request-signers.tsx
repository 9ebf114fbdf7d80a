"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { revokeDelegationAction } from "@/lib/approvals/actions";
import type {
  ApprovalRequestDetailDto,
  DelegationDto,
  SignerDto,
} from "@/lib/approvals/dto/shapes";
import { DECISION_LOOKS } from "./decision-looks";
import { LookBadge } from "./look-badge";

function Signer({ signer, isYou }: { signer: SignerDto; isYou: boolean }) {
  const look = signer.decision ? DECISION_LOOKS[signer.decision] : null;
  return (
    <li className="grid gap-0.5">
      <div className="flex flex-wrap items-center gap-x-2 gap-y-0.5">
        <span className="min-w-0 break-words font-medium" title={signer.email}>
          {signer.name}
          {isYou ? " (you)" : ""}
        </span>
        {look ? <LookBadge look={look} /> : null}
        {signer.decidedAt ? (
          <RelativeTime at={signer.decidedAt} className="text-muted text-xs" />
        ) : null}
      </div>
      <p className="break-words text-muted text-xs">
        {signer.mayVote ? "May sign" : "May not sign"}: {signer.reason}
      </p>
    </li>
  );
}

function Turn({ turn, request }: { turn: DelegationDto; request: ApprovalRequestDetailDto }) {
  const { slug: workspace, person } = useWorkspace();
  const [isBusy, setIsBusy] = useState(false);
  const takeBack = async () => {
    setIsBusy(true);
    const { number } = request;
    const result = await revokeDelegationAction({ workspace, number, delegationId: turn.id });
    setIsBusy(false);
    if (result.ok) toast("Your turn is yours again", { tone: "success" });
    else toast(result.error.message, { tone: "danger" });
  };
  const isMine = turn.from.userId === person.id && request.status === "pending";
  return (
    <li className="grid gap-1 text-xs">
      <p className="break-words">
        {turn.from.name} handed the turn to {turn.to.name} <RelativeTime at={turn.createdAt} />
        {turn.reason === "" ? "" : `: ${turn.reason}`}
      </p>
      {isMine ? (
        <div>
          <Button size="sm" loading={isBusy} onClick={() => void takeBack()}>
            Take your turn back
          </Button>
        </div>
      ) : null}
    </li>
  );
}

/** Who has signed, who still may, who may not and why, and whose turn somebody else has. */
export function RequestSigners({ request }: { request: ApprovalRequestDetailDto }) {
  const { person } = useWorkspace();
  const turns = request.delegations.filter(({ isRevoked }) => !isRevoked);
  const byUse = (signer: SignerDto) => (signer.decision ? 0 : signer.mayVote ? 1 : 2);
  const signers = request.signers.toSorted((a, b) => byUse(a) - byUse(b));
  return (
    <div className="grid gap-2 border-t pt-3">
      <h3 className="text-muted text-xs">Signatures</h3>
      <ul aria-label="Signatures" className="grid gap-2.5">
        {signers.map((signer) => (
          <Signer key={signer.userId} signer={signer} isYou={signer.userId === person.id} />
        ))}
      </ul>
      {turns.length > 0 ? (
        <ul aria-label="Turns handed over" className="grid gap-2 border-t pt-2">
          {turns.map((turn) => (
            <Turn key={turn.id} turn={turn} request={request} />
          ))}
        </ul>
      ) : null}
    </div>
  );
}
