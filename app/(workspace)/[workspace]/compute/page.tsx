import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { CapacityCard } from "@/components/compute/capacity-card";
import { QueueCard } from "@/components/compute/queue-card";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { PageLinks } from "@/components/workspaces/page-links";
import { getActor } from "@/lib/access/page-actor";
import { listBackendQueues } from "@/lib/compute/queries/backends";
import { listQueue } from "@/lib/compute/queries/queues";
import { loadQueueParams } from "@/lib/compute/search-params";

export const metadata: Metadata = { title: "Compute" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function ComputePage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  const { after } = await loadQueueParams(searchParams);
  const [backends, queue] = await Promise.all([
    listBackendQueues(actor),
    listQueue(actor, { limit: PAGE_SIZE, pageToken: after ?? undefined }),
  ]);
  return (
    <Page>
      <RefreshOnChange topics={["jobs"]} />
      <PageHeader title="Compute" />
      <PageBody>
        <CapacityCard backends={backends} />
        <QueueCard jobs={queue.items} isFirstPage={after === null} />
        <PageLinks next={queue.nextPageToken} />
      </PageBody>
    </Page>
  );
}
