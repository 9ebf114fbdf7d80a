import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { VersionPage } from "@/components/models/version-page";
import { Page } from "@/components/shell/page";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { listEnvironments } from "@/lib/deployments/queries/environments";
import { listDeployments } from "@/lib/deployments/queries/list-deployments";
import { getModelCard } from "@/lib/models/queries/cards";
import { getComparisonChoice } from "@/lib/models/queries/comparison-choice";
import { getRegisteredModel } from "@/lib/models/queries/registered-models";
import { describeVersionFiles } from "@/lib/models/queries/version-files";
import { getVersionPage } from "@/lib/models/queries/version-page";
import { getVersionStandards } from "@/lib/models/queries/version-standards";
import { findLicence } from "@/lib/models/rules/licence";
import { loadVersionPageParams } from "@/lib/models/search-params";

interface Props {
  params: Promise<{ workspace: string; name: string; version: string }>;
  searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { name, version } = await params;
  return { title: `${decodeURIComponent(name)} version ${version}` };
}

export default async function ModelVersionPage({ params, searchParams }: Props) {
  const { workspace, name: encoded, version } = await params;
  const name = decodeURIComponent(encoded);
  const actor = await getActor(workspace);
  const [page, model] = await orNotFound(
    Promise.all([getVersionPage(actor, { name, version }), getRegisteredModel(actor, name)]),
  );
  const { tab, ...chosen } = await loadVersionPageParams(searchParams);
  const [files, { card }, standards, choice, environments, deployments] = await Promise.all([
    describeVersionFiles(actor, page.version),
    getModelCard(actor, { name, version: String(page.version.version) }),
    getVersionStandards(actor, page.version),
    tab === "compare" ? getComparisonChoice(actor, { name, version }, chosen) : null,
    listEnvironments(actor),
    tab === "overview" ? listDeployments(actor, { model: name, sort: "name", limit: 50 }) : null,
  ]);
  const serving = deployments?.items.filter(({ serves }) =>
    serves.some((one) => one.model === name && one.version === page.version.version),
  );
  const licence = findLicence({
    card: card?.document.licence ?? null,
    tags: [
      { of: "version", tags: page.version.tags },
      { of: "model", tags: model.tags },
    ],
    file: files.model?.licence ?? null,
  });
  return (
    <Page>
      <VersionPage
        page={page}
        aliases={model.aliases}
        environments={environments}
        serving={serving ?? []}
        files={files}
        standards={standards}
        licence={licence}
        choice={choice}
        tab={tab}
      />
    </Page>
  );
}
