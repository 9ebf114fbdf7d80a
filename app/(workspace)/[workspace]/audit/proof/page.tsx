import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { AuditClosed } from "@/components/audit/audit-closed";
import { AuditHeader } from "@/components/audit/audit-header";
import { CheckpointsCard } from "@/components/records/checkpoints-card";
import { VerificationCard } from "@/components/records/verification-card";
import { Page, PageBody } from "@/components/shell/page";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { PageLinks } from "@/components/workspaces/page-links";
import { getActor } from "@/lib/access/page-actor";
import { can } from "@/lib/access/permissions";
import { listNewestCheckpoints } from "@/lib/audit/queries/proof";
import { listVerifications } from "@/lib/records/queries/verifications";
import { loadPageParams } from "@/lib/workspaces/search-params";

export const metadata: Metadata = { title: "Proof" };

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function ProofPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  if (!can(actor.role, "audit:read")) return <AuditClosed />;
  const { after } = await loadPageParams(searchParams);
  const [verifications, checkpoints] = await Promise.all([
    listVerifications(actor, { limit: 6 }),
    listNewestCheckpoints(actor, { limit: 20, pageToken: after ?? undefined }),
  ]);
  return (
    <Page>
      <AuditHeader workspace={actor.workspaceSlug} />
      <PageBody width="form">
        <RefreshOnChange topics={["audit"]} />
        <VerificationCard runs={verifications.items} />
        <CheckpointsCard checkpoints={checkpoints.items} />
        <PageLinks next={checkpoints.nextPageToken} />
      </PageBody>
    </Page>
  );
}
