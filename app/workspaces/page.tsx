import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Logo } from "@/components/shell/logo";
import { CreateWorkspaceDialog } from "@/components/workspaces/create-workspace-dialog";
import { MyInvitations } from "@/components/workspaces/my-invitations";
import { PageLinks } from "@/components/workspaces/page-links";
import { SettingsHeading } from "@/components/workspaces/settings-heading";
import { SignOutButton } from "@/components/workspaces/sign-out-button";
import { WorkspaceList } from "@/components/workspaces/workspace-list";
import { getPerson } from "@/lib/access/page-actor";
import { can } from "@/lib/access/permissions";
import { routes } from "@/lib/core/routes";
import { listMyInvitations } from "@/lib/workspaces/queries/invitations";
import { listMyWorkspaces } from "@/lib/workspaces/queries/workspaces";
import { loadPageParams } from "@/lib/workspaces/search-params";

export const metadata: Metadata = { title: "Workspaces" };

const PAGE_SIZE = 50;

interface Props {
  searchParams: Promise<SearchParams>;
}

export default async function WorkspacesPage({ searchParams }: Props) {
  const person = await getPerson();
  const { after } = await loadPageParams(searchParams);
  const [workspaces, invitations] = await Promise.all([
    listMyWorkspaces(person, { limit: PAGE_SIZE, pageToken: after ?? undefined }),
    listMyInvitations(person),
  ]);
  const canCreate = person.isOperator && can("operator", "workspace:create");
  return (
    <div className="min-h-dvh bg-canvas">
      <header className="mx-auto flex max-w-180 items-center gap-3 px-4 py-4">
        <Logo className="size-8" />
        <span className="min-w-0 grow truncate text-muted text-sm">{person.email}</span>
        <SignOutButton callback={routes.signIn()} label="Sign out" variant="ghost" />
      </header>
      <main className="mx-auto grid max-w-180 gap-6 px-4 pt-8 pb-16">
        <SettingsHeading
          level={1}
          title="Workspaces"
          action={canCreate ? <CreateWorkspaceDialog /> : null}
        >
          Choose where to work. Each has its own experiments, models and members.
        </SettingsHeading>
        <MyInvitations invitations={invitations} />
        <WorkspaceList workspaces={workspaces.items} />
        <PageLinks next={workspaces.nextPageToken} />
      </main>
    </div>
  );
}
