import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { NewSweepButton } from "@/components/sweeps/new-sweep-dialog";
import { SweepList } from "@/components/sweeps/sweep-list";
import { PageLinks } from "@/components/workspaces/page-links";
import { getActor } from "@/lib/access/page-actor";
import { listBackends } from "@/lib/compute/queries/backends";
import { routes } from "@/lib/core/routes";
import { listSweeps } from "@/lib/sweeps/queries/sweeps";
import { loadSweepListParams } from "@/lib/sweeps/search-params";

export const metadata: Metadata = { title: "Sweeps" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function SweepsPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const actor = await getActor(workspace);
  const { status, after } = await loadSweepListParams(searchParams);
  const [page, backends] = await Promise.all([
    listSweeps(actor, {
      status: status ?? undefined,
      limit: PAGE_SIZE,
      pageToken: after ?? undefined,
    }),
    listBackends(actor),
  ]);
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: "Jobs", href: routes.jobs(workspace) }]}
        title="Sweeps"
        actions={<NewSweepButton backends={backends} />}
      />
      <PageBody>
        <SweepList sweeps={page.items} />
        <PageLinks next={page.nextPageToken} />
      </PageBody>
    </Page>
  );
}
