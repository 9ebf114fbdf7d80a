import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { NotificationList } from "@/components/events/notification-list";
import { PreferencesCard } from "@/components/events/preferences-card";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { PageLinks } from "@/components/workspaces/page-links";
import { getActor } from "@/lib/access/page-actor";
import { env } from "@/lib/core/env";
import { listNotifications, listPreferences } from "@/lib/events/queries/notifications";
import { loadNotificationParams } from "@/lib/events/search-params";

export const metadata: Metadata = { title: "Notifications" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function NotificationsPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  const { show, after } = await loadNotificationParams(searchParams);
  const [page, preferences] = await Promise.all([
    listNotifications(actor, { limit: PAGE_SIZE, show, pageToken: after ?? undefined }),
    listPreferences(actor),
  ]);
  return (
    <Page>
      <PageHeader title="Notifications" />
      <PageBody width="form">
        <NotificationList items={page.items} />
        <PageLinks next={page.nextPageToken} />
        <PreferencesCard preferences={preferences} hasEmail={env().SMTP_URL !== undefined} />
      </PageBody>
    </Page>
  );
}
