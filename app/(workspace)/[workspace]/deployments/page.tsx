import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { DeployButton } from "@/components/deployments/deploy-dialog";
import { DeploymentList } from "@/components/deployments/deployment-list";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { PageLinks } from "@/components/workspaces/page-links";
import { getActor } from "@/lib/access/page-actor";
import { listEnvironments } from "@/lib/deployments/queries/environments";
import { listDeployments } from "@/lib/deployments/queries/list-deployments";
import { listDeploymentsInput } from "@/lib/deployments/schema/deployments";
import { loadDeploymentListParams } from "@/lib/deployments/search-params";

export const metadata: Metadata = { title: "Deployments" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function DeploymentsPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  const { environment, status, search, sort, asc, after } =
    await loadDeploymentListParams(searchParams);
  const fields = listDeploymentsInput.shape;
  const asked = {
    // What an address says that is no name of an environment finds nothing: it narrows nothing.
    environment: fields.environment.catch(undefined).parse(environment ?? undefined),
    search: fields.search.catch(undefined).parse(search),
    status: status ?? undefined,
    sort,
    isAscending: asc ?? undefined,
    limit: 50,
    pageToken: after ?? undefined,
  };
  const [page, environments] = await Promise.all([
    listDeployments(actor, asked),
    listEnvironments(actor),
  ]);
  return (
    <Page>
      <PageHeader title="Deployments" actions={<DeployButton environments={environments} />} />
      <PageBody>
        <DeploymentList asked={asked} page={page} environments={environments} />
        <PageLinks next={page.nextPageToken} />
      </PageBody>
    </Page>
  );
}
