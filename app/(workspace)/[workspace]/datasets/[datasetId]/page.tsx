import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { cache } from "react";
import { DatasetPage } from "@/components/datasets/dataset-page";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import type { Page } from "@/lib/core/page";
import type { DatasetTab } from "@/lib/core/routes";
import type { ComparisonDto, RunUseDto } from "@/lib/datasets/dto/datasets";
import { getDataset, listVersions } from "@/lib/datasets/queries/datasets";
import { listUses } from "@/lib/datasets/queries/uses";
import { compareVersions, getVersion } from "@/lib/datasets/queries/versions";
import { datasetInput } from "@/lib/datasets/schema/checks";
import { loadDatasetParams } from "@/lib/datasets/search-params";
import { listMonitorSummaries } from "@/lib/monitors/queries/screens";

interface Props {
  params: Promise<{ workspace: string; datasetId: string }>;
  searchParams: Promise<SearchParams>;
}

const PAGE_SIZE = 50;
const MONITORS = 20;

/** Once a request, though the title and the page both want it. */
const readDataset = cache(async (workspace: string, id: string) => {
  const parsed = datasetInput.safeParse({ datasetId: id });
  if (!parsed.success) notFound();
  return orNotFound(getDataset(await getActor(workspace), parsed.data));
});

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { workspace, datasetId } = await params;
  return { title: (await readDataset(workspace, datasetId)).name };
}

interface Shown {
  tab: DatasetTab;
  datasetId: number;
  number: number;
  with: number | null;
  after: string | null;
}

/** What only one of the tabs shows. */
async function readTab(workspace: string, { tab, after, ...ref }: Shown) {
  const actor = await getActor(workspace);
  const { datasetId, number } = ref;
  const pageToken = after ?? undefined;
  const uses: Promise<Page<RunUseDto>> =
    tab === "usage"
      ? listUses(actor, { datasetId, number, limit: PAGE_SIZE, pageToken })
      : Promise.resolve({ items: [] });
  const comparison: Promise<ComparisonDto | null> =
    tab === "compare" && ref.with !== null && ref.with !== number
      ? compareVersions(actor, { datasetId, number, with: ref.with })
      : Promise.resolve(null);
  const versions = listVersions(actor, {
    datasetId,
    limit: PAGE_SIZE,
    pageToken: tab === "versions" ? pageToken : undefined,
  });
  const monitors =
    tab === "versions"
      ? listMonitorSummaries(actor, { dataset: datasetId, limit: MONITORS })
      : Promise.resolve({ items: [] });
  return Promise.all([versions, uses, comparison, monitors]);
}

export default async function DatasetRoute({ params, searchParams }: Props) {
  const { workspace, datasetId: id } = await params;
  const actor = await getActor(workspace);
  const dataset = await readDataset(workspace, id);
  const { version, tab, with: other, after } = await loadDatasetParams(searchParams);
  const number = version ?? dataset.versionCount;
  const datasetId = dataset.id;
  const detail = await orNotFound(getVersion(actor, { datasetId, number }));
  const shown = { tab, datasetId, number, with: other ?? (number > 1 ? number - 1 : null), after };
  const [versions, uses, comparison, monitors] = await orNotFound(readTab(workspace, shown));
  return (
    <DatasetPage
      workspace={workspace}
      dataset={dataset}
      detail={detail}
      tab={tab}
      versions={versions}
      uses={uses}
      comparison={comparison}
      monitors={monitors.items}
    />
  );
}
