import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { DatasetsList } from "@/components/datasets/datasets-list";
import { UploadButton } from "@/components/datasets/upload-dialog";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { PageLinks } from "@/components/workspaces/page-links";
import { getActor } from "@/lib/access/page-actor";
import { listDatasets } from "@/lib/datasets/queries/datasets";
import { listDatasetsInput } from "@/lib/datasets/schema/lists";
import { loadDatasetListParams } from "@/lib/datasets/search-params";

export const metadata: Metadata = { title: "Datasets" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function DatasetsPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const actor = await getActor(workspace);
  const { q, after } = await loadDatasetListParams(searchParams);
  const input = listDatasetsInput.parse({ search: q.slice(0, 500), pageToken: after ?? undefined });
  const page = await listDatasets(actor, input);
  return (
    <Page>
      <PageHeader title="Datasets" actions={<UploadButton />} />
      <PageBody>
        <DatasetsList workspace={workspace} datasets={page.items} />
        <PageLinks next={page.nextPageToken} />
      </PageBody>
    </Page>
  );
}
