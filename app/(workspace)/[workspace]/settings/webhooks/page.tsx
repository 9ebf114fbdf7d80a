import { Lock } from "lucide-react";
import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { CreateWebhookDialog } from "@/components/events/create-webhook-dialog";
import { WebhooksCard } from "@/components/events/webhooks-card";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { PageLinks } from "@/components/workspaces/page-links";
import { SettingsHeading } from "@/components/workspaces/settings-heading";
import { getActor } from "@/lib/access/page-actor";
import { can } from "@/lib/access/permissions";
import { listWebhooks } from "@/lib/events/queries/webhooks";
import { loadPageParams } from "@/lib/workspaces/search-params";

export const metadata: Metadata = { title: "Webhooks" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function WebhooksPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  if (!can(actor.role, "webhook:read"))
    return (
      <Card>
        <EmptyState icon={<Lock />} title="Webhooks are for admins">
          They send what happens in the workspace elsewhere. Ask an admin, whom you find under
          Members.
        </EmptyState>
      </Card>
    );
  const { after } = await loadPageParams(searchParams);
  const page = await listWebhooks(actor, { limit: PAGE_SIZE, pageToken: after ?? undefined });
  return (
    <>
      <RefreshOnChange topics={["webhooks"]} />
      <SettingsHeading title="Webhooks" action={<CreateWebhookDialog />}>
        Tell other systems of what happens here: signed, tried again when they are away, with a
        history.
      </SettingsHeading>
      <WebhooksCard workspace={actor.workspaceSlug} webhooks={page.items} />
      <PageLinks next={page.nextPageToken} />
    </>
  );
}
