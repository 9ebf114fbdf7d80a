import { ArrowLeft } from "lucide-react";
import type { Metadata } from "next";
import { notFound } from "next/navigation";
import type { SearchParams } from "nuqs/server";
import { DeliveryList } from "@/components/events/delivery-list";
import { WebhookButtons } from "@/components/events/webhook-buttons";
import { WebhookFacts } from "@/components/events/webhook-facts";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { Link } from "@/components/ui/link";
import { PageLinks } from "@/components/workspaces/page-links";
import { SettingsHeading } from "@/components/workspaces/settings-heading";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { can } from "@/lib/access/permissions";
import { routes } from "@/lib/core/routes";
import { getDelivery, getWebhook, listDeliveries } from "@/lib/events/queries/webhooks";
import { deliveryInput, webhookInput } from "@/lib/events/schema";
import { loadDeliveryParams } from "@/lib/events/search-params";

export const metadata: Metadata = { title: "Webhook" };

const PAGE_SIZE = 25;

interface Props {
  params: Promise<{ workspace: string; webhookId: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function WebhookPage({ params, searchParams }: Props) {
  const { workspace, webhookId: id } = await params;
  const actor = await getActor(workspace);
  const parsed = webhookInput.safeParse({ webhookId: id });
  if (!can(actor.role, "webhook:read") || !parsed.success) notFound();
  const { webhookId } = parsed.data;
  const { delivery, after } = await loadDeliveryParams(searchParams);
  const asked = deliveryInput.safeParse({ webhookId, deliveryId: delivery });
  const pageToken = after ?? undefined;
  const [webhook, page, open] = await orNotFound(
    Promise.all([
      getWebhook(actor, parsed.data),
      listDeliveries(actor, { webhookId, limit: PAGE_SIZE, pageToken }),
      asked.success ? getDelivery(actor, asked.data) : null,
    ]),
  );
  return (
    <>
      <RefreshOnChange topics={["webhooks"]} />
      <Link
        href={routes.webhooks(actor.workspaceSlug)}
        className="inline-flex items-center gap-1 justify-self-start text-accent-fg text-sm hover:underline"
      >
        <ArrowLeft aria-hidden="true" className="size-4" />
        All webhooks
      </Link>
      <SettingsHeading title={webhook.name} action={<WebhookButtons webhook={webhook} />}>
        {webhook.description === "" ? "A webhook of this workspace." : webhook.description}
      </SettingsHeading>
      <WebhookFacts webhook={webhook} />
      <DeliveryList
        webhookId={webhookId}
        deliveries={page.items}
        open={open}
        hrefOf={(deliveryId) =>
          routes.webhook(actor.workspaceSlug, webhookId, {
            delivery: deliveryId ?? undefined,
            after: pageToken,
          })
        }
      />
      <PageLinks next={page.nextPageToken} />
    </>
  );
}
