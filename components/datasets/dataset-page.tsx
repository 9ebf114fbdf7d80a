"use client";
import { Workflow } from "lucide-react";
import { useRouter } from "next/navigation";
import { MonitorsCard } from "@/components/monitors/monitor-list";
import { WatchDatasetButton } from "@/components/monitors/watch-dataset-button";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { LinkButton } from "@/components/ui/link-button";
import { Select } from "@/components/ui/select";
import { TabLinks } from "@/components/ui/tab-links";
import { PageLinks } from "@/components/workspaces/page-links";
import type { Page as PageOf } from "@/lib/core/page";
import { DATASET_TABS, type DatasetTab, routes } from "@/lib/core/routes";
import type {
  ComparisonDto,
  DatasetDto,
  RunUseDto,
  VersionDetailDto,
} from "@/lib/datasets/dto/datasets";
import type { DatasetVersionDto } from "@/lib/datasets/dto/versions";
import type { MonitorSummaryDto } from "@/lib/monitors/dto/screens";
import { ChecksCard } from "./checks-card";
import { ComparisonCard } from "./comparison-card";
import { ProfileCard } from "./profile-card";
import { UploadButton } from "./upload-dialog";
import { UsesCard } from "./uses-card";
import { VersionFacts } from "./version-facts";
import { VersionsCard } from "./versions-card";

const LABELS: Readonly<Record<DatasetTab, string>> = {
  profile: "Profile",
  versions: "Versions",
  usage: "Used by",
  checks: "Checks",
  compare: "Compare",
};

interface DatasetPageProps {
  workspace: string;
  dataset: DatasetDto;
  detail: VersionDetailDto;
  tab: DatasetTab;
  versions: PageOf<DatasetVersionDto>;
  uses: PageOf<RunUseDto>;
  comparison: ComparisonDto | null;
  /** Of the dataset, for the tab of its versions. */
  monitors: readonly MonitorSummaryDto[];
}

/** A version's choice: the newest ones, and the one shown when it is older. */
function VersionSelect({ workspace, dataset, detail, tab, versions }: DatasetPageProps) {
  const router = useRouter();
  const { number } = detail.version;
  const numbers = [...new Set([number, ...versions.items.map((item) => item.number)])];
  return (
    <Select
      label="Version"
      size="sm"
      value={String(number)}
      options={numbers
        .sort((a, b) => b - a)
        .map((item) => ({ value: String(item), label: `Version ${item}` }))}
      onChange={(version) => router.push(routes.dataset(workspace, dataset.id, { version, tab }))}
    />
  );
}

function TabContent(props: DatasetPageProps) {
  const { workspace, dataset, detail, tab, versions, uses, comparison } = props;
  switch (tab) {
    case "profile":
      return <ProfileCard datasetId={dataset.id} detail={detail} />;
    case "versions":
      return (
        <>
          <VersionsCard workspace={workspace} versions={versions.items} />
          <PageLinks next={versions.nextPageToken} />
          <MonitorsCard monitors={props.monitors} />
        </>
      );
    case "usage":
      return (
        <>
          <UsesCard workspace={workspace} uses={uses.items} />
          <PageLinks next={uses.nextPageToken} />
        </>
      );
    case "checks":
      return <ChecksCard datasetId={dataset.id} detail={detail} />;
    default:
      return (
        <ComparisonCard
          workspace={workspace}
          version={detail.version}
          versions={versions.items}
          comparison={comparison}
        />
      );
  }
}

/** One dataset: the version chosen, and what is known of it. */
export function DatasetPage(props: DatasetPageProps) {
  const { workspace, dataset, detail, tab } = props;
  const version = String(detail.version.number);
  const hrefOf = (name: DatasetTab) =>
    routes.dataset(workspace, dataset.id, {
      version,
      tab: name === "profile" ? undefined : name,
    });
  return (
    <Page>
      <PageHeader
        crumbs={[{ label: "Datasets", href: routes.datasets(workspace) }]}
        title={dataset.name}
        meta={<VersionSelect {...props} />}
        actions={
          <>
            <LinkButton
              href={routes.lineage(workspace, { node: `dataset-version:${detail.version.id}` })}
            >
              <Workflow aria-hidden="true" />
              Lineage
            </LinkButton>
            <WatchDatasetButton datasetId={dataset.id} version={detail.version.number} />
            <UploadButton dataset={{ id: dataset.id, name: dataset.name }} />
          </>
        }
        tabs={
          <TabLinks
            label="Dataset"
            current={hrefOf(tab)}
            tabs={DATASET_TABS.map((name) => ({ href: hrefOf(name), label: LABELS[name] }))}
          />
        }
      />
      <PageBody>
        <RefreshOnChange topics={[`dataset:${dataset.id}`]} />
        <VersionFacts workspace={workspace} dataset={dataset} detail={detail} />
        <TabContent {...props} />
      </PageBody>
    </Page>
  );
}
