"use client";
import { Workflow } from "lucide-react";
import type { ReactNode } from "react";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { LinkButton } from "@/components/ui/link-button";
import { TabLinks } from "@/components/ui/tab-links";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import type { InboxNeighboursDto } from "@/lib/approvals/dto/trail";
import { shortTarget } from "@/lib/approvals/rules/targets";
import { type ApprovalTab, routes } from "@/lib/core/routes";
import { FollowUpCard } from "./follow-up-card";
import { DecisionBar } from "./request-buttons";
import { RequestDecision } from "./request-decision";
import { RequestDialogsProvider } from "./request-dialogs";
import { RequestInboxLinks } from "./request-inbox-links";
import { RequestNotices } from "./request-notices";
import { RequestStatusBadge } from "./request-status";
import { RequestSummary } from "./request-summary";

interface RequestPageProps {
  request: ApprovalRequestDetailDto;
  neighbours: InboxNeighboursDto;
  tab: ApprovalTab;
  /** What the tab shows. */
  children: ReactNode;
}

const TABS: readonly { tab: ApprovalTab; label: string }[] = [
  { tab: "review", label: "Review" },
  { tab: "changes", label: "Changes" },
  { tab: "evaluation", label: "Evaluation" },
  { tab: "card", label: "Model card" },
  { tab: "discussion", label: "Discussion" },
  { tab: "history", label: "History" },
];

function Tabs({ request, tab }: { request: ApprovalRequestDetailDto; tab: ApprovalTab }) {
  const { slug } = useWorkspace();
  const { number, comments, votes } = request;
  const said = comments.length + votes.length;
  return (
    <TabLinks
      label="Request"
      current={routes.approval(slug, number, tab)}
      tabs={TABS.map((one) => ({
        href: routes.approval(slug, number, one.tab),
        label: one.label,
        count: one.tab === "discussion" && said > 0 ? String(said) : undefined,
      }))}
    />
  );
}

/** Whether a version may go where it is wanted: the decision beside all that it rests on. */
export function RequestPage({ request, neighbours, tab, children }: RequestPageProps) {
  const { slug } = useWorkspace();
  const { number, modelName, version, action, target } = request;
  const topics = [`approval:${number}`, `model:${modelName}`];
  // What serves there, and the rollout that brings the version, are shown too.
  if (target.kind === "environment") topics.push("deployments");
  return (
    <RequestDialogsProvider request={request}>
      <Page>
        <RefreshOnChange topics={topics} />
        <PageHeader
          crumbs={[{ label: "Approvals", href: routes.approvals(slug) }]}
          title={`${modelName} ${version} ${action === "set" ? "to" : "away from"} ${shortTarget(target)}`}
          meta={
            <>
              <RequestStatusBadge status={request.status} />
              {request.isOverdue ? <Badge tone="warning">Overdue</Badge> : null}
              {request.isEmergency ? <Badge tone="danger">Emergency</Badge> : null}
            </>
          }
          actions={
            <>
              <RequestInboxLinks neighbours={neighbours} />
              <LinkButton href={routes.lineage(slug, { node: `approval:${number}` })} size="sm">
                <Workflow aria-hidden="true" />
                Lineage
              </LinkButton>
            </>
          }
          tabs={<Tabs request={request} tab={tab} />}
        />
        <PageBody>
          <RequestNotices workspace={slug} request={request} />
          <RequestSummary request={request} />
          <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_21rem]">
            <aside
              aria-label="Decision"
              className="min-w-0 lg:sticky lg:top-26 lg:col-start-2 lg:row-start-1"
            >
              <RequestDecision request={request} />
            </aside>
            <div className="grid min-w-0 gap-6 lg:col-start-1 lg:row-start-1">
              <FollowUpCard request={request} />
              {children}
            </div>
          </div>
        </PageBody>
        <DecisionBar />
      </Page>
    </RequestDialogsProvider>
  );
}
