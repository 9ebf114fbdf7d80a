"use client";
import type { EnvironmentChoice } from "@/components/deployments/deploy-dialog";
import { PageBody } from "@/components/shell/page";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import type { VersionTab } from "@/lib/core/routes";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";
import type {
  ComparisonChoiceDto,
  VersionFilesDto,
  VersionStandardsDto,
} from "@/lib/models/dto/comparison";
import type { ModelAliasDto } from "@/lib/models/dto/models";
import type { VersionPageDto } from "@/lib/models/dto/versions";
import type { Licence } from "@/lib/models/rules/licence";
import { VersionComparison } from "./version-comparison";
import { VersionEvaluation } from "./version-evaluation";
import { VersionFiles } from "./version-files";
import { VersionHeader } from "./version-header";
import { VersionOverview } from "./version-overview";

interface VersionPageProps {
  page: VersionPageDto;
  aliases: readonly ModelAliasDto[];
  environments: readonly EnvironmentChoice[];
  /** For the overview: who answers with it now. */
  serving: readonly DeploymentDto[];
  files: VersionFilesDto;
  standards: VersionStandardsDto;
  licence: Licence | null;
  /** Read for the tab that compares only. */
  choice: ComparisonChoiceDto | null;
  tab: VersionTab;
}

function Tab(props: VersionPageProps) {
  const { page, files, standards, choice, tab } = props;
  const { version } = page;
  switch (tab) {
    case "files":
      return <VersionFiles version={version} files={files} />;
    case "evaluation":
      return <VersionEvaluation page={page} standards={standards} />;
    case "compare":
      return choice ? (
        <VersionComparison name={version.name} version={version.version} choice={choice} />
      ) : null;
    default:
      return <VersionOverview {...props} />;
  }
}

export function VersionPage(props: VersionPageProps) {
  const { page, aliases, environments, tab } = props;
  const { version, run } = page;
  const topics = [`model:${version.name}`, ...(run ? [`run:${run.uuid}`] : [])];
  return (
    <>
      <RefreshOnChange topics={topics} />
      <VersionHeader page={page} aliases={aliases} environments={environments} tab={tab} />
      <PageBody width={tab === "files" ? "full" : "wide"}>
        <Tab {...props} />
      </PageBody>
    </>
  );
}
