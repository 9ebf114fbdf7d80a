import { Lock } from "lucide-react";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { HoldsCard } from "@/components/records/holds-card";
import { RetentionForm } from "@/components/records/retention-form";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLinks } from "@/components/workspaces/page-links";
import { SettingsHeading } from "@/components/workspaces/settings-heading";
import { getActor } from "@/lib/access/page-actor";
import { can } from "@/lib/access/permissions";
import { getRetention, listHolds } from "@/lib/records/queries/retention";
import { loadPageParams } from "@/lib/workspaces/search-params";

export const metadata: Metadata = { title: "Retention" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function RetentionPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  if (!can(actor.role, "audit:read"))
    return (
      <Card>
        <EmptyState icon={<Lock />} title="Retention is for approvers and admins">
          It says how long the audit keeps names and values. Ask an admin, whom you find under
          Members.
        </EmptyState>
      </Card>
    );
  const { after } = await loadPageParams(searchParams);
  const [retention, holds] = await Promise.all([
    getRetention(actor),
    listHolds(actor, { limit: PAGE_SIZE, pageToken: after ?? undefined }),
  ]);
  return (
    <>
      <SettingsHeading title="Retention">
        What the audit trail keeps, for how long, and what must be kept whatever the time.
      </SettingsHeading>
      <RetentionForm rules={retention.items} />
      <HoldsCard holds={holds.items} />
      <PageLinks next={holds.nextPageToken} />
    </>
  );
}
