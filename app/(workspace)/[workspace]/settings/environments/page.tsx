import type { Metadata } from "next";
import { AddEnvironmentButton } from "@/components/deployments/environment-dialog";
import { EnvironmentsCard } from "@/components/deployments/environments-card";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { SettingsHeading } from "@/components/workspaces/settings-heading";
import { getActor } from "@/lib/access/page-actor";
import { listEnvironments } from "@/lib/deployments/queries/environments";

export const metadata: Metadata = { title: "Environments" };

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function EnvironmentsPage({ params }: Props) {
  const environments = await listEnvironments(await getActor((await params).workspace));
  return (
    <>
      <RefreshOnChange topics={["deployments", "approvals"]} />
      <SettingsHeading title="Environments" action={<AddEnvironmentButton />}>
        Where deployments live, from the least to the most that depends on it. An approval policy
        protects an environment by its name.
      </SettingsHeading>
      <EnvironmentsCard environments={environments} />
    </>
  );
}
