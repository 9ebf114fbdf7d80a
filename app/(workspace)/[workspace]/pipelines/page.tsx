import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { NewPipelineButton } from "@/components/pipelines/new-pipeline-button";
import { PipelineList } from "@/components/pipelines/pipeline-list";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { PageLinks } from "@/components/workspaces/page-links";
import { getActor } from "@/lib/access/page-actor";
import { listPipelines } from "@/lib/pipelines/queries/pipelines";
import { loadPipelineListParams } from "@/lib/pipelines/search-params";

export const metadata: Metadata = { title: "Pipelines" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function PipelinesPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  const { state, after } = await loadPipelineListParams(searchParams);
  const page = await listPipelines(actor, { state, limit: 50, pageToken: after ?? undefined });
  return (
    <Page>
      <PageHeader title="Pipelines" actions={<NewPipelineButton />} />
      <PageBody>
        <PipelineList pipelines={page.items} />
        <PageLinks next={page.nextPageToken} />
      </PageBody>
    </Page>
  );
}
