import type { Metadata } from "next";
import { AddBackendButton } from "@/components/compute/backend-dialogs";
import { BackendsCard } from "@/components/compute/backends-card";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { SettingsHeading } from "@/components/workspaces/settings-heading";
import { getActor } from "@/lib/access/page-actor";
import { listBackends } from "@/lib/compute/queries/backends";

export const metadata: Metadata = { title: "Compute" };

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function ComputePage({ params }: Props) {
  const backends = await listBackends(await getActor((await params).workspace));
  return (
    <>
      <RefreshOnChange topics={["jobs"]} />
      <SettingsHeading title="Compute" action={<AddBackendButton />}>
        Where jobs of this workspace run: the machine of this server, when its operator allows it,
        and clusters of Ray.
      </SettingsHeading>
      <BackendsCard backends={backends} />
    </>
  );
}
