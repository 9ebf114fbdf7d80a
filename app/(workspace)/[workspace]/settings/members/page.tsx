import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { InvitationsCard } from "@/components/workspaces/invitations-card";
import { InviteDialog } from "@/components/workspaces/invite-dialog";
import { MembersCard } from "@/components/workspaces/members-card";
import { PageLinks } from "@/components/workspaces/page-links";
import { SettingsHeading } from "@/components/workspaces/settings-heading";
import { getActor } from "@/lib/access/page-actor";
import { can } from "@/lib/access/permissions";
import { listInvitations } from "@/lib/workspaces/queries/invitations";
import { countMembers, listMembers } from "@/lib/workspaces/queries/members";
import { getWorkspace } from "@/lib/workspaces/queries/workspaces";
import { loadPeopleParams } from "@/lib/workspaces/search-params";

export const metadata: Metadata = { title: "Members" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function MembersPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  const { q, after } = await loadPeopleParams(searchParams);
  const isManager = can(actor.role, "member:manage");
  const [workspace, members, total, invitations] = await Promise.all([
    getWorkspace(actor),
    listMembers(actor, { limit: PAGE_SIZE, search: q, pageToken: after ?? undefined }),
    countMembers(actor),
    isManager ? listInvitations(actor, { limit: 200 }) : { items: [] },
  ]);
  return (
    <>
      <SettingsHeading
        title="Members"
        action={isManager ? <InviteDialog defaultRole={workspace.defaultRole} /> : null}
      >
        Who may open {workspace.name}, and what they may do here.
      </SettingsHeading>
      <InvitationsCard invitations={invitations.items} />
      <MembersCard members={members.items} total={total} search={q} />
      <PageLinks next={members.nextPageToken} />
    </>
  );
}
