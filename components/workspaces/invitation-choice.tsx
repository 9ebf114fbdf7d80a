import { LinkButton } from "@/components/ui/link-button";
import { routes } from "@/lib/core/routes";
import type { OpenInvitationDto } from "@/lib/workspaces/dto";
import { AcceptInvitation } from "./accept-invitation";
import { JoinForm } from "./join-form";
import { SignOutButton } from "./sign-out-button";

interface InvitationChoiceProps {
  secret: string;
  invitation: OpenInvitationDto;
  /** Whose session this is, if any. */
  email: string | undefined;
}

/** What the holder of a link can do: join, sign in first, sign out first, or make an account. */
export function InvitationChoice({ secret, invitation, email }: InvitationChoiceProps) {
  const here = routes.invitation(secret);
  if (email === invitation.email)
    return (
      <AcceptInvitation
        invitation={{ secret }}
        label={`Join ${invitation.workspaceName}`}
        variant="primary"
      />
    );
  if (email !== undefined)
    return (
      <div className="grid gap-4 text-sm">
        <p>
          You are signed in as <strong>{email}</strong>, and this invitation is for{" "}
          <strong>{invitation.email}</strong>. Sign out to use it, or ask {invitation.invitedBy} to
          invite your own address.
        </p>
        <SignOutButton callback={here} label="Sign out and continue" variant="primary" />
      </div>
    );
  if (invitation.hasAccount)
    return (
      <div className="grid gap-4 text-sm">
        <p>
          There is an account for <strong>{invitation.email}</strong> already. Sign in to join.
        </p>
        <LinkButton href={routes.signIn(here)} variant="primary">
          Sign in
        </LinkButton>
      </div>
    );
  return <JoinForm secret={secret} email={invitation.email} />;
}
