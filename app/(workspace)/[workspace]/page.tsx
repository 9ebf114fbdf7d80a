import type { Metadata } from "next";
import { cookies } from "next/headers";
import type { SearchParams } from "nuqs/server";
import { HomeScreen } from "@/components/home/home-screen";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { getActor } from "@/lib/access/page-actor";
import { getHome } from "@/lib/home/queries/home";
import { CLOSED_COOKIE, readClosed } from "@/lib/home/rules/sections";
import { sinceOf, visitCookie } from "@/lib/home/rules/visits";
import { loadHomeParams } from "@/lib/home/search-params";

export const metadata: Metadata = { title: "Home" };

/** What changes it, under somebody's eyes. */
const TOPICS = ["approvals", "deployments", "experiments", "incidents", "jobs", "models"];

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function HomePage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const actor = await getActor(workspace);
  const { more } = await loadHomeParams(searchParams);
  const store = await cookies();
  const since = sinceOf(store.get(visitCookie(workspace))?.value, Date.now());
  const home = await getHome(actor, { since, more });
  return (
    <Page>
      <RefreshOnChange topics={TOPICS} />
      <PageHeader title="Home" />
      <PageBody width="form">
        <HomeScreen home={home} closed={readClosed(store.get(CLOSED_COOKIE)?.value)} />
      </PageBody>
    </Page>
  );
}
