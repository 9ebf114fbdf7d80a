import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { CreateTokenDialog } from "@/components/workspaces/create-token-dialog";
import { PageLinks } from "@/components/workspaces/page-links";
import { SettingsHeading } from "@/components/workspaces/settings-heading";
import { TokenFilter } from "@/components/workspaces/token-filter";
import { TokensCard } from "@/components/workspaces/tokens-card";
import { getActor } from "@/lib/access/page-actor";
import { can } from "@/lib/access/permissions";
import { listTokens } from "@/lib/workspaces/queries/tokens";
import { loadTokenParams } from "@/lib/workspaces/search-params";

export const metadata: Metadata = { title: "API tokens" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function TokensPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  const { of: asked, after } = await loadTokenParams(searchParams);
  const isManager = can(actor.role, "token:manage");
  const of = isManager ? asked : "mine";
  const tokens = await listTokens(actor, { of, limit: PAGE_SIZE, pageToken: after ?? undefined });
  return (
    <>
      <SettingsHeading title="API tokens" action={<CreateTokenDialog />}>
        Programs sign in with a token instead of a password. It acts as the person who made it.
      </SettingsHeading>
      {isManager ? <TokenFilter /> : null}
      <TokensCard tokens={tokens.items} of={of} />
      <PageLinks next={tokens.nextPageToken} />
    </>
  );
}
