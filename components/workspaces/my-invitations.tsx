import { Card } from "@/components/ui/card";
import type { OpenInvitationDto } from "@/lib/workspaces/dto";
import { AcceptInvitation } from "./accept-invitation";
import { roleLabel } from "./role-options";

/** Workspaces that the reader has been invited to. Nothing when there are none. */
export function MyInvitations({ invitations }: { invitations: readonly OpenInvitationDto[] }) {
  if (invitations.length === 0) return null;
  return (
    <Card>
      <ul className="divide-y divide-line">
        {invitations.map(({ id, workspaceName, role, invitedBy }) => (
          <li key={id} className="flex flex-wrap items-center gap-3 px-4 py-3">
            <div className="grid min-w-0 grow basis-56">
              <span className="truncate font-medium text-sm">{workspaceName}</span>
              <span className="text-muted text-xs">
                {invitedBy} invites you as {roleLabel(role).toLowerCase()}
              </span>
            </div>
            <AcceptInvitation invitation={{ id }} label={`Join ${workspaceName}`} />
          </li>
        ))}
      </ul>
    </Card>
  );
}
