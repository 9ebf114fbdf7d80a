"use client";
import type { ComponentProps } from "react";
import { SubjectLink } from "@/components/monitors/subject-link";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import { routes } from "@/lib/core/routes";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";
import type { CausesDto } from "@/lib/incidents/dto/causes";
import type { ChangesDto } from "@/lib/incidents/dto/changes";
import type { IncidentDto, IncidentEventDto } from "@/lib/incidents/dto/incidents";
import { doneOf } from "@/lib/incidents/rules/act-words";
import { firesOn } from "@/lib/incidents/rules/firing";
import type { Assignable } from "./assign-dialog";
import { IncidentActs } from "./incident-acts";
import { IncidentButtons } from "./incident-buttons";
import { IncidentCauses } from "./incident-causes";
import { IncidentChanges } from "./incident-changes";
import { IncidentCourse } from "./incident-course";
import { IncidentDeployment } from "./incident-deployment";
import { IncidentStatusBadge, SeverityBadge } from "./incident-looks";
import { IncidentSignals } from "./incident-signals";

interface IncidentPageProps extends Assignable {
  /** Null when it was deleted, and where the incident is of a dataset. */
  deployment: DeploymentDto | null;
  /** The newest first. */
  events: readonly IncidentEventDto[];
  next: string | undefined;
  /** Null where there is nothing that could be done: of a dataset, or of a deployment that was deleted. */
  doing: Pick<ComponentProps<typeof IncidentActs>, "acts" | "proposal" | "backends"> | null;
  changes: ChangesDto;
  causes: CausesDto;
}

/** What has to be known before anything else: how it ended, or that it may be ended. */
function Notice({ incident }: { incident: IncidentDto }) {
  const mayWrite = useCan("incident:write");
  const { status, resolution, isFiring, signals } = incident;
  const on = firesOn(signals);
  if (status === "resolved")
    return (
      <Callout tone="success" title="Resolved">
        <p className="whitespace-pre-line break-words [overflow-wrap:anywhere]">{resolution}</p>
        {on === null ? null : <p className="mt-2">{on}</p>}
      </Callout>
    );
  if (isFiring || !mayWrite) return null;
  return (
    <Callout title="All that spoke for it is over">
      Resolve it with what it was and what was done, or wait for what comes.
    </Callout>
  );
}

function Facts({ incident }: { incident: IncidentDto }) {
  const mayWrite = useCan("incident:write");
  const { severity, status, owner, openedAt, acknowledgedAt, resolvedAt } = incident;
  const times = [
    ["Opened", openedAt],
    ["Acknowledged", acknowledgedAt],
    ["Resolved", resolvedAt],
  ] as const;
  return (
    <Card>
      <CardHeader title="State" />
      <CardBody className="grid gap-3">
        <DescriptionList>
          <DescriptionItem term="Severity">
            <SeverityBadge severity={severity} />
          </DescriptionItem>
          <DescriptionItem term="Status">
            <IncidentStatusBadge status={status} />
          </DescriptionItem>
          <DescriptionItem term="Owner">{owner?.name ?? "Nobody yet"}</DescriptionItem>
          {times.map(([term, at]) =>
            at === null ? null : (
              <DescriptionItem key={term} term={term}>
                <RelativeTime at={at} />
              </DescriptionItem>
            ),
          )}
        </DescriptionList>
        {mayWrite ? null : (
          <p className="text-muted text-sm">
            Contributors acknowledge, assign, discuss and resolve incidents.
          </p>
        )}
      </CardBody>
    </Card>
  );
}

/** One incident: what speaks for it, what became of it, and what can be done. */
export function IncidentPage(props: IncidentPageProps) {
  const { deployment, events, next, doing, changes, causes, ...assignable } = props;
  const { slug } = useWorkspace();
  const { incident } = assignable;
  const { number, title } = incident;
  return (
    <Page>
      <RefreshOnChange topics={[`incident:${number}`, "deployments"]} />
      <PageHeader
        crumbs={[{ label: "Incidents", href: routes.incidents(slug) }]}
        title={`#${number} ${title}`}
        actions={<IncidentButtons {...assignable} done={doneOf(events)} />}
      />
      <PageBody>
        <Notice incident={incident} />
        <div className="grid items-start gap-6 lg:grid-cols-[minmax(0,1fr)_23rem]">
          <aside
            aria-label="State and what it is of"
            className="grid min-w-0 gap-6 lg:sticky lg:top-17 lg:col-start-2 lg:row-start-1"
          >
            <Facts incident={incident} />
            {incident.dataset ? (
              <Card>
                <CardHeader title="Dataset" />
                <CardBody className="text-sm">
                  <SubjectLink
                    subject={incident}
                    className="break-words font-medium text-accent-fg hover:underline"
                  />
                </CardBody>
              </Card>
            ) : (
              <IncidentDeployment incident={incident} deployment={deployment} />
            )}
            {deployment && doing ? (
              <IncidentActs
                {...doing}
                incident={number}
                isResolved={incident.status === "resolved"}
                deployment={deployment}
              />
            ) : null}
          </aside>
          <div className="grid min-w-0 gap-6 lg:col-start-1 lg:row-start-1">
            <IncidentSignals incident={incident} />
            <IncidentCauses causes={causes} />
            <IncidentChanges changes={changes} />
            <IncidentCourse
              events={events}
              next={next}
              workspace={slug}
              deployment={deployment?.name ?? null}
            />
          </div>
        </div>
      </PageBody>
    </Page>
  );
}
