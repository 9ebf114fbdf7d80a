import type { Metadata } from "next";
import { StatusPage } from "@/components/shell/status-page";
import { LinkButton } from "@/components/ui/link-button";
import { InvitationChoice } from "@/components/workspaces/invitation-choice";
import { PublicPage } from "@/components/workspaces/public-page";
import { roleLabel } from "@/components/workspaces/role-options";
import { getSession, getVisitor } from "@/lib/access/page-actor";
import { routes } from "@/lib/core/routes";
import { findInvitation } from "@/lib/workspaces/queries/invitations";

export const metadata: Metadata = { title: "Invitation", referrer: "no-referrer" };

interface Props {
  params: Promise<{ secret: string }>;
}

export default async function InvitePage({ params }: Props) {
  const { secret } = await params;
  const [session, invitation] = await Promise.all([
    getSession(),
    findInvitation(await getVisitor(), secret),
  ]);
  if (!invitation) return <NoInvitation />;
  return (
    <PublicPage
      title={`Join ${invitation.workspaceName}`}
      description={`${invitation.invitedBy} invites ${invitation.email} as ${roleLabel(invitation.role).toLowerCase()}.`}
    >
      <InvitationChoice secret={secret} invitation={invitation} email={session?.email} />
    </PublicPage>
  );
}

function NoInvitation() {
  return (
    <StatusPage
      title="This invitation is not valid"
      action={<LinkButton href={routes.signIn()}>Sign in</LinkButton>}
    >
      It was used, revoked or replaced, or it is older than seven days. Ask whoever invited you for
      a new link.
    </StatusPage>
  );
}
