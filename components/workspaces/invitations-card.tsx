"use client";
import { Clock, Mail } from "lucide-react";
import { useState, useTransition } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { renewInvitationAction, revokeInvitationAction } from "@/lib/workspaces/actions";
import type { InvitationDto } from "@/lib/workspaces/dto";
import { InvitationLink } from "./invitation-link";
import { roleLabel } from "./role-options";

/** Invitations that wait to be accepted. Nothing when there are none. */
export function InvitationsCard({ invitations }: { invitations: readonly InvitationDto[] }) {
  if (invitations.length === 0) return null;
  return (
    <Card>
      <CardHeader title="Open invitations" />
      <ul className="divide-y divide-line">
        {invitations.map((invitation) => (
          <InvitationRow key={invitation.id} invitation={invitation} />
        ))}
      </ul>
    </Card>
  );
}

function InvitationRow({ invitation }: { invitation: InvitationDto }) {
  const { email, role, state, invitedBy, expiresAt } = invitation;
  return (
    <li className="flex flex-wrap items-center gap-x-3 gap-y-2 px-4 py-2.5">
      <Mail aria-hidden="true" className="size-4 shrink-0 text-subtle" />
      <div className="grid min-w-0 grow basis-48">
        <span className="flex min-w-0 items-center gap-2 text-sm">
          <span className="truncate font-medium">{email}</span>
          {state === "expired" ? (
            <Badge tone="warning" icon={<Clock aria-hidden="true" />}>
              Expired
            </Badge>
          ) : null}
        </span>
        <span className="text-muted text-xs">
          {roleLabel(role)}, invited by {invitedBy}
          {state === "open" ? (
            <>
              , expires <RelativeTime at={expiresAt} />
            </>
          ) : null}
        </span>
      </div>
      <div className="flex gap-2">
        <RenewButton invitation={invitation} />
        <RevokeButton invitation={invitation} />
      </div>
    </li>
  );
}

function RenewButton({ invitation: { id, email } }: { invitation: InvitationDto }) {
  const { slug } = useWorkspace();
  const [isPending, startTransition] = useTransition();
  const [secret, setSecret] = useState<string | null>(null);
  const renew = () =>
    startTransition(async () => {
      const result = await renewInvitationAction({ workspace: slug, invitationId: id });
      if (result.ok) setSecret(result.data.secret);
      else toast(result.error.message, { tone: "danger" });
    });
  return (
    <>
      <Button size="sm" loading={isPending} onClick={renew} aria-label={`New link for ${email}`}>
        New link
      </Button>
      <Dialog open={secret !== null} onOpenChange={() => setSecret(null)}>
        <DialogContent
          title={`New link for ${email}`}
          description="The earlier link stopped working."
          footer={
            <Button variant="primary" onClick={() => setSecret(null)}>
              Done
            </Button>
          }
        >
          {secret ? <InvitationLink email={email} secret={secret} /> : null}
        </DialogContent>
      </Dialog>
    </>
  );
}

function RevokeButton({ invitation: { id, email } }: { invitation: InvitationDto }) {
  const { slug } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const revoke = async () => {
    const result = await revokeInvitationAction({ workspace: slug, invitationId: id });
    if (!result.ok) return result.error.message;
    toast(`The invitation of ${email} was revoked`);
    return undefined;
  };
  return (
    <>
      <Button
        size="sm"
        onClick={() => setIsOpen(true)}
        aria-label={`Revoke invitation of ${email}`}
      >
        Revoke
      </Button>
      <ConfirmDialog
        open={isOpen}
        onOpenChange={setIsOpen}
        title={`Revoke the invitation of ${email}?`}
        description="Its link stops working at once. You can invite them again."
        confirmLabel="Revoke"
        tone="danger"
        onConfirm={revoke}
      />
    </>
  );
}
