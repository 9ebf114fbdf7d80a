import type { Metadata } from "next";
import { DeleteWorkspace } from "@/components/workspaces/delete-workspace";
import { SettingsHeading } from "@/components/workspaces/settings-heading";
import { WorkspaceForm } from "@/components/workspaces/workspace-form";
import { DEFAULT_WORKSPACE } from "@/lib/access/memberships";
import { getActor } from "@/lib/access/page-actor";
import { can } from "@/lib/access/permissions";
import { getWorkspace } from "@/lib/workspaces/queries/workspaces";

export const metadata: Metadata = { title: "Settings" };

interface Props {
  params: Promise<{ workspace: string }>;
}

export default async function SettingsPage({ params }: Props) {
  const actor = await getActor((await params).workspace);
  const workspace = await getWorkspace(actor);
  const { slug, name } = workspace;
  return (
    <>
      <SettingsHeading title="General">What this workspace is called.</SettingsHeading>
      <WorkspaceForm workspace={workspace} canEdit={can(actor.role, "workspace:update")} />
      {actor.isOperator && slug !== DEFAULT_WORKSPACE ? (
        <DeleteWorkspace slug={slug} name={name} />
      ) : null}
    </>
  );
}
