import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { JobList } from "@/components/compute/job-list";
import { NewJobButton } from "@/components/compute/new-job-dialog";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { NewSweepButton } from "@/components/sweeps/new-sweep-dialog";
import { LinkButton } from "@/components/ui/link-button";
import { PageLinks } from "@/components/workspaces/page-links";
import { getActor } from "@/lib/access/page-actor";
import { listBackends } from "@/lib/compute/queries/backends";
import { listJobs } from "@/lib/compute/queries/jobs";
import { loadJobListParams } from "@/lib/compute/search-params";
import { routes } from "@/lib/core/routes";

export const metadata: Metadata = { title: "Jobs" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function JobsPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const actor = await getActor(workspace);
  const { status, after } = await loadJobListParams(searchParams);
  const [page, backends] = await Promise.all([
    listJobs(actor, {
      status: status ?? undefined,
      limit: PAGE_SIZE,
      pageToken: after ?? undefined,
    }),
    listBackends(actor),
  ]);
  return (
    <Page>
      <PageHeader
        title="Jobs"
        actions={
          <>
            <LinkButton href={routes.sweeps(workspace)}>Sweeps</LinkButton>
            <NewSweepButton backends={backends} />
            <NewJobButton backends={backends} />
          </>
        }
      />
      <PageBody>
        <JobList jobs={page.items} backends={backends} />
        <PageLinks next={page.nextPageToken} />
      </PageBody>
    </Page>
  );
}
