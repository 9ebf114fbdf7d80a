import type { Metadata } from "next";
import { AccountNameForm } from "@/components/workspaces/account-name-form";
import { PasswordForm } from "@/components/workspaces/password-form";
import { SessionsCard } from "@/components/workspaces/sessions-card";
import { SettingsHeading } from "@/components/workspaces/settings-heading";
import { getPerson } from "@/lib/access/page-actor";
import { getAccount } from "@/lib/workspaces/queries/users";

export const metadata: Metadata = { title: "My account" };

export default async function AccountPage() {
  const account = await getAccount(await getPerson());
  return (
    <>
      <SettingsHeading title="My account">
        Who you are in every workspace of this installation.
      </SettingsHeading>
      <AccountNameForm account={account} />
      <PasswordForm account={account} />
      <SessionsCard />
    </>
  );
}
