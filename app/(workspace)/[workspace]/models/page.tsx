import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { ModelsScreen } from "@/components/models/models-screen";
import { HydrateQuery, seedQuery } from "@/components/shell/hydrate-query";
import { Page } from "@/components/shell/page";
import { getActor } from "@/lib/access/page-actor";
import { listModels } from "@/lib/models/queries/list-models";
import { modelListOptions } from "@/lib/models/query-options";
import { listModelsInput } from "@/lib/models/schema";
import { loadModelListParams } from "@/lib/models/search-params";

export const metadata: Metadata = { title: "Models" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function ModelsPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const actor = await getActor(workspace);
  const filters = await loadModelListParams(searchParams);
  const first = await listModels(actor, listModelsInput.parse(filters));
  const seed = seedQuery(modelListOptions(workspace, filters), {
    pages: [first],
    pageParams: [""],
  });
  return (
    <Page fill>
      <HydrateQuery seeds={[seed]}>
        <ModelsScreen />
      </HydrateQuery>
    </Page>
  );
}
