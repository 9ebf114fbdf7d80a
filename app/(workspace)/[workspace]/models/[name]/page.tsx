import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { ModelPage } from "@/components/models/model-page";
import { HydrateQuery, seedQuery } from "@/components/shell/hydrate-query";
import { Page } from "@/components/shell/page";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { listRequests } from "@/lib/approvals/queries/requests";
import { getModelRisk } from "@/lib/approvals/queries/risk-tiers";
import { listRequestsInput } from "@/lib/approvals/schema/requests";
import { listVersionMetricKeys, listVersions } from "@/lib/models/queries/list-versions";
import { getModelOverview } from "@/lib/models/queries/model-overview";
import { getRegisteredModel } from "@/lib/models/queries/registered-models";
import { versionListOptions } from "@/lib/models/query-options";
import { shownMetrics } from "@/lib/models/rules/shown-metrics";
import { listVersionsInput } from "@/lib/models/schema";
import { loadModelPageParams } from "@/lib/models/search-params";

interface Props {
  params: Promise<{ workspace: string; name: string }>;
  searchParams: Promise<SearchParams>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  return { title: decodeURIComponent((await params).name) };
}

export default async function RegisteredModelPage({ params, searchParams }: Props) {
  const { workspace, name: encoded } = await params;
  const name = decodeURIComponent(encoded);
  const actor = await getActor(workspace);
  const [model, overview, risk, metricKeys] = await orNotFound(
    Promise.all([
      getRegisteredModel(actor, name),
      getModelOverview(actor, name),
      getModelRisk(actor, { model: name }),
      listVersionMetricKeys(actor, name),
    ]),
  );
  const metrics = shownMetrics((await loadModelPageParams(searchParams)).metrics, metricKeys);
  const waiting = listRequestsInput.parse({ view: "open", model: name, limit: 10 });
  const [first, requests] = await Promise.all([
    listVersions(actor, listVersionsInput.parse({ name, metrics })),
    listRequests(actor, waiting),
  ]);
  const seed = seedQuery(versionListOptions(workspace, name, metrics), {
    pages: [first],
    pageParams: [""],
  });
  return (
    <Page>
      <HydrateQuery seeds={[seed]}>
        <ModelPage
          model={model}
          overview={overview}
          risk={risk}
          requests={requests.items}
          versionCount={first.total}
          metricKeys={metricKeys}
        />
      </HydrateQuery>
    </Page>
  );
}
