import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { PageLinks } from "@/components/workspaces/page-links";
import { SettingsHeading } from "@/components/workspaces/settings-heading";
import { UsersCard } from "@/components/workspaces/users-card";
import { getActor } from "@/lib/access/page-actor";
import { listUsers } from "@/lib/workspaces/queries/users";
import { loadPeopleParams } from "@/lib/workspaces/search-params";

export const metadata: Metadata = { title: "All users" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function UsersPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  if (!actor.isOperator) notFound();
  const { q, after } = await loadPeopleParams(searchParams);
  const users = await listUsers(actor, {
    limit: PAGE_SIZE,
    search: q,
    pageToken: after ?? undefined,
  });
  return (
    <>
      <SettingsHeading title="All users">
        Everybody who can sign in to this installation, in whatever workspace. Only operators see
        this page.
      </SettingsHeading>
      <UsersCard users={users.items} search={q} />
      <PageLinks next={users.nextPageToken} />
    </>
  );
}
