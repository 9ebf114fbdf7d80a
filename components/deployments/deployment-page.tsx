"use client";
import { Plus, SlidersHorizontal, Undo2 } from "lucide-react";
import { useState } from "react";
import { IncidentBadge } from "@/components/incidents/incident-badge";
import { ResponsesCard } from "@/components/incidents/responses-card";
import { MonitorsCard } from "@/components/monitors/monitor-list";
import { WatchButton } from "@/components/monitors/watch-dialog";
import { Page, PageBody } from "@/components/shell/page";
import { PageHeader } from "@/components/shell/page-header";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { PageLinks } from "@/components/workspaces/page-links";
import { type DeploymentTab, routes } from "@/lib/core/routes";
import type { AbTestDto } from "@/lib/deployments/dto/ab-tests";
import type {
  DeploymentDto,
  RevisionDto,
  TrafficChangeDto,
} from "@/lib/deployments/dto/deployments";
import type { RolloutDto } from "@/lib/deployments/dto/rollouts";
import type { LiveTrafficDto } from "@/lib/deployments/dto/traffic";
import { isElsewhere } from "@/lib/deployments/rules/elsewhere";
import type { TrafficRange } from "@/lib/deployments/rules/traffic";
import type { DeploymentInputDto } from "@/lib/gateway/dto/playground";
import type { IncidentSummaryDto } from "@/lib/incidents/dto/incidents";
import type { ResponseDto } from "@/lib/incidents/dto/responses";
import type { MonitorSummaryDto } from "@/lib/monitors/dto/screens";
import { AbTab } from "./ab-tab";
import { AddRevisionDialog } from "./add-revision-dialog";
import { EnvironmentBadge, HealthBadge } from "./deployment-badges";
import { DeploymentMenu } from "./deployment-menu";
import { DeploymentTabs } from "./deployment-tabs";
import { ElsewhereTab, WHY_NOT } from "./elsewhere-tab";
import { LogsTab } from "./logs-tab";
import { PlaygroundTab } from "./playground-tab";
import { RevisionDiff } from "./revision-diff";
import { RevisionList } from "./revision-list";
import { RollbackDialog } from "./rollback-dialog";
import { RolloutTab } from "./rollout-tab";
import { ScaleDialog } from "./scale-dialog";
import { TrafficDialog } from "./traffic-dialog";
import { TrafficHistory } from "./traffic-history";
import { TrafficTab } from "./traffic-tab";
import { useMayChange } from "./use-may-change";

interface DeploymentPageProps {
  deployment: DeploymentDto;
  /** The one that is not resolved. */
  incident: IncidentSummaryDto | null;
  /** The newest first. */
  revisions: readonly RevisionDto[];
  /** For the tab that shows them; the newest first. */
  changes: readonly TrafficChangeDto[];
  /** For their tabs; the newest first. */
  rollouts: readonly RolloutDto[];
  tests: readonly AbTestDto[];
  /** For A/B tests: under which names outcomes were posted. */
  metrics: readonly string[];
  /** For its tab: what was asked in the range. */
  traffic: LiveTrafficDto | null;
  range: TrafficRange;
  /** For the same tab: who watches it. */
  monitors: readonly MonitorSummaryDto[];
  /** What it does by itself. */
  responses: readonly ResponseDto[];
  /** For the playground. */
  input: DeploymentInputDto | null;
  next: string | undefined;
  tab: DeploymentTab;
  /** When the page was read, by the server's clock. */
  now: number;
}

/** What is asked of somebody in a dialog. */
type Asked =
  | { kind: "traffic" }
  | { kind: "revision" }
  | { kind: "scale" }
  | { kind: "rollback"; to: number | null };

interface DialogsProps extends Pick<DeploymentPageProps, "deployment" | "revisions"> {
  asked: Asked | null;
  onClose: () => void;
}

function Dialogs({ deployment, revisions, asked, onClose }: DialogsProps) {
  if (asked === null) return null;
  if (asked.kind === "rollback")
    return <RollbackDialog deployment={deployment} revision={asked.to} onClose={onClose} />;
  return (
    <Dialog open onOpenChange={onClose}>
      {asked.kind === "traffic" ? (
        <TrafficDialog deployment={deployment} revisions={revisions} onClose={onClose} />
      ) : asked.kind === "scale" ? (
        <ScaleDialog deployment={deployment} onClose={onClose} />
      ) : (
        <AddRevisionDialog deployment={deployment} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface ActionsProps {
  deployment: DeploymentDto;
  onAsk: (asked: Asked) => void;
}

function Actions({ deployment, onAsk }: ActionsProps) {
  const mayWrite = useCan("deployment:write");
  const mayChange = useMayChange(deployment);
  return (
    <>
      <WatchButton deployment={deployment.name} />
      {mayWrite ? (
        <Button onClick={() => onAsk({ kind: "revision" })}>
          <Plus aria-hidden="true" />
          Add revision
        </Button>
      ) : null}
      {mayChange ? (
        <>
          {deployment.trafficVersion > 1 ? (
            <Button onClick={() => onAsk({ kind: "rollback", to: null })}>
              <Undo2 aria-hidden="true" />
              Roll back
            </Button>
          ) : null}
          <Button variant="primary" onClick={() => onAsk({ kind: "traffic" })}>
            <SlidersHorizontal aria-hidden="true" />
            Change traffic
          </Button>
          <DeploymentMenu
            deployment={deployment}
            onScale={isElsewhere(deployment) ? undefined : () => onAsk({ kind: "scale" })}
          />
        </>
      ) : null}
    </>
  );
}

interface TabProps extends DeploymentPageProps {
  onAsk: (asked: Asked) => void;
}

function Tab({ onAsk, ...props }: TabProps) {
  const { deployment, revisions, changes, next, tab } = props;
  const mayChange = useMayChange(deployment);
  if (isElsewhere(deployment) && tab in WHY_NOT)
    return <ElsewhereTab deployment={deployment} tab={tab} monitors={props.monitors} />;
  if (tab === "rollouts") return <RolloutTab {...props} mayChange={mayChange} />;
  if (tab === "tests") return <AbTab {...props} mayChange={mayChange} />;
  if (tab === "history")
    return (
      <>
        <TrafficHistory changes={changes} />
        <PageLinks next={next} />
      </>
    );
  if (tab === "logs") return <LogsTab deployment={deployment.name} revisions={revisions} />;
  if (tab === "playground" && props.input)
    return <PlaygroundTab key={props.input.revision} deployment={deployment} input={props.input} />;
  if (tab === "traffic")
    return (
      <>
        <TrafficTab {...props} />
        <MonitorsCard monitors={props.monitors} />
        <ResponsesCard deployment={deployment.name} responses={props.responses} />
      </>
    );
  return (
    <>
      <Card>
        <CardHeader
          title="Revisions"
          description="Never changed: other settings are another one."
        />
        <RevisionList
          revisions={revisions}
          onRollBack={mayChange ? (to) => onAsk({ kind: "rollback", to }) : undefined}
        />
      </Card>
      <PageLinks next={next} />
      {revisions.length > 1 ? <RevisionDiff revisions={revisions} /> : null}
    </>
  );
}

/** One deployment: who answers how much, what there is to go back to, and what was in force when. */
export function DeploymentPage(props: DeploymentPageProps) {
  const { deployment, incident, tab } = props;
  const { slug } = useWorkspace();
  const [asked, setAsked] = useState<Asked | null>(null);
  const { name, health, environment, isProtected } = deployment;
  return (
    <Page>
      <RefreshOnChange topics={["deployments", "approvals", "incidents"]} />
      <PageHeader
        crumbs={[{ label: "Deployments", href: routes.deployments(slug) }]}
        title={name}
        meta={
          <>
            <HealthBadge health={health} />
            <EnvironmentBadge environment={environment} isProtected={isProtected} />
          </>
        }
        actions={
          <>
            {incident ? <IncidentBadge incident={incident} /> : null}
            <Actions deployment={deployment} onAsk={setAsked} />
          </>
        }
        tabs={<DeploymentTabs name={name} current={tab} />}
      />
      <PageBody>
        <Tab {...props} onAsk={setAsked} />
      </PageBody>
      <Dialogs {...props} asked={asked} onClose={() => setAsked(null)} />
    </Page>
  );
}
