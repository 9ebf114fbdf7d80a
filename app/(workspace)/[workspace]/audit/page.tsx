import type { Metadata } from "next";
import type { SearchParams } from "nuqs/server";
import { AuditClosed } from "@/components/audit/audit-closed";
import { AuditHeader } from "@/components/audit/audit-header";
import { EventList } from "@/components/audit/event-list";
import { EventToolbar } from "@/components/audit/event-toolbar";
import { ExportMenu } from "@/components/audit/export-menu";
import { LookedNote } from "@/components/audit/looked-note";
import { Page, PageBody } from "@/components/shell/page";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { PageLinks } from "@/components/workspaces/page-links";
import { getActor } from "@/lib/access/page-actor";
import { orNotFound } from "@/lib/access/page-errors";
import { can } from "@/lib/access/permissions";
import { getAuditEvent, listAuditEvents } from "@/lib/audit/queries/events";
import { auditQuery, loadAuditParams, toAuditFilter } from "@/lib/audit/search-params";
import { routes } from "@/lib/core/routes";

export const metadata: Metadata = { title: "Audit" };

const PAGE_SIZE = 50;

interface Props {
  params: Promise<{ workspace: string }>;
  searchParams: Promise<SearchParams>;
}

export default async function AuditPage({ params, searchParams }: Props) {
  const actor = await getActor((await params).workspace);
  if (!can(actor.role, "audit:read")) return <AuditClosed />;
  const { event: eventId, after, ...asked } = await loadAuditParams(searchParams);
  const filter = toAuditFilter(asked);
  const [page, open] = await orNotFound(
    Promise.all([
      listAuditEvents(actor, { ...filter, limit: PAGE_SIZE, pageToken: after ?? undefined }),
      eventId === null ? null : getAuditEvent(actor, { eventId }),
    ]),
  );
  const { workspaceSlug: slug } = actor;
  return (
    <Page>
      <AuditHeader workspace={slug} actions={<ExportMenu filter={filter} />} />
      <PageBody>
        <RefreshOnChange topics={["audit"]} />
        <EventToolbar />
        {page.items.length > 0 || open || !page.lookedUntil ? (
          <EventList
            workspace={slug}
            events={page.items}
            open={open}
            isFiltered={Object.values(filter).some((value) => value !== undefined)}
            everything={routes.audit(slug)}
            hrefOf={(event) => routes.audit(slug, auditQuery({ ...asked, after, event }))}
            onlyOf={(only) => routes.audit(slug, auditQuery({ ...only, event: open?.id ?? null }))}
          />
        ) : null}
        {page.lookedUntil ? (
          <LookedNote
            found={page.items.length}
            lookedUntil={page.lookedUntil}
            further={routes.audit(
              slug,
              auditQuery({ ...asked, after: page.nextPageToken ?? null }),
            )}
          />
        ) : null}
        <PageLinks next={page.lookedUntil ? undefined : page.nextPageToken} />
      </PageBody>
    </Page>
  );
}
