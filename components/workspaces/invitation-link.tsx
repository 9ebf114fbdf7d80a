"use client";
import { routes } from "@/lib/core/routes";
import { SecretOnce } from "./secret-once";

/** The link of an invitation, the one time it can be seen. */
export function InvitationLink({ email, secret }: { email: string; secret: string }) {
  const link = `${window.location.origin}${routes.invitation(secret)}`;
  return (
    <SecretOnce label="Invitation link" value={link}>
      Send this link to {email} now: it is not kept and cannot be shown again. It works once, within
      seven days. Whoever has it can join in their name.
    </SecretOnce>
  );
}
