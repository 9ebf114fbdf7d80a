"use client";
import { Workflow } from "lucide-react";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { LinkButton } from "@/components/ui/link-button";
import type { ApprovalEventDto, ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { shortTarget } from "@/lib/approvals/rules/targets";
import { routes } from "@/lib/core/routes";
import { FollowUpCard } from "./follow-up-card";
import { RequestDecision } from "./request-decision";
import { RequestEvidence } from "./request-evidence";
import { RequestFacts } from "./request-facts";
import { RequestSigners } from "./request-signers";
import { RequestStatusBadge } from "./request-status";
import { RequestTimeline } from "./request-timeline";

interface RequestPageProps {
  request: ApprovalRequestDetailDto;
  events: readonly ApprovalEventDto[];
}

/** Whether a version may go where it is wanted: the decision beside all that it rests on. */
export function RequestPage({ request, events }: RequestPageProps) {
  const { slug } = useWorkspace();
  const { number, modelName, version, action, target } = request;
  return (
    <Page>
      <RefreshOnChange topics={[`approval:${number}`]} />
      <PageHeader
        crumbs={[{ label: "Approvals", href: routes.approvals(slug) }]}
        title={`${modelName} ${version} ${action === "set" ? "to" : "away from"} ${shortTarget(target)}`}
        meta={
          <>
            <RequestStatusBadge status={request.status} />
            {request.isEmergency ? <Badge tone="danger">Emergency</Badge> : null}
          </>
        }
        actions={
          <LinkButton href={routes.lineage(slug, { node: `approval:${number}` })}>
            <Workflow aria-hidden="true" />
            Lineage
          </LinkButton>
        }
      />
      <PageBody>
        {request.failure ? <Callout tone="danger">{request.failure}</Callout> : null}
        {request.emergencyReason ? (
          <Callout tone="danger" title="Went past the approvals">
            {request.emergencyReason}
          </Callout>
        ) : null}
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,2fr)_minmax(18rem,1fr)]">
          <div className="grid min-w-0 gap-6">
            <FollowUpCard request={request} />
            <RequestDecision request={request} />
            <RequestSigners request={request} />
            <RequestEvidence request={request} />
          </div>
          <aside aria-label="Facts" className="grid min-w-0 gap-6">
            <RequestFacts request={request} />
            <RequestTimeline events={events} />
          </aside>
        </div>
      </PageBody>
    </Page>
  );
}
