import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { ExperimentsScreen } from "@/components/experiments/experiments-screen";
import { HydrateQuery, seedQuery } from "@/components/shell/hydrate-query";
import { Page } from "@/components/shell/page";
import { getActor } from "@/lib/access/page-actor";
import { listExperiments } from "@/lib/experiments/queries/list-experiments";
import { experimentListOptions } from "@/lib/experiments/query-options";
import { listExperimentsInput } from "@/lib/experiments/schema";
import { loadExperimentListParams } from "@/lib/experiments/search-params";
import { HEARTBEAT_LOST_MS } from "@/lib/runs/rules";

export const metadata: Metadata = { title: "Experiments" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function ExperimentsPage({ params, searchParams }: Props) {
  const { workspace } = await params;
  const actor = await getActor(workspace);
  const filters = await loadExperimentListParams(searchParams);
  const first = await listExperiments(
    actor,
    listExperimentsInput.parse(filters),
    Date.now() - HEARTBEAT_LOST_MS,
  );
  const seed = seedQuery(experimentListOptions(workspace, filters), {
    pages: [first],
    pageParams: [""],
  });
  return (
    <Page fill>
      <HydrateQuery seeds={[seed]}>
        <ExperimentsScreen />
      </HydrateQuery>
    </Page>
  );
}
