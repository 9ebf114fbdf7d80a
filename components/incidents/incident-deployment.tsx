"use client";
import { Undo2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { EnvironmentBadge, HealthBadge } from "@/components/deployments/deployment-badges";
import { RollbackDialog } from "@/components/deployments/rollback-dialog";
import { useMayChange } from "@/components/deployments/use-may-change";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/core/routes";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";
import { describeWeights } from "@/lib/deployments/rules/plans";
import { rollBackFromIncidentAction } from "@/lib/incidents/actions/acts";
import type { IncidentDto } from "@/lib/incidents/dto/incidents";
import { whyNoRollback } from "@/lib/incidents/rules/rollback";

const Note = ({ children }: { children: ReactNode }) => (
  <p className="text-muted text-sm">{children}</p>
);

/** The way back to the plan before, or why there is none. */
function Rollback({ incident, deployment }: { incident: IncidentDto; deployment: DeploymentDto }) {
  const mayChange = useMayChange(deployment);
  const { slug: workspace } = useWorkspace();
  const [isAsked, setIsAsked] = useState(false);
  const reason = whyNoRollback(incident, deployment);
  if (incident.status === "resolved") return null;
  if (reason !== null) return <Note>{reason}</Note>;
  if (!mayChange)
    return (
      <Note>
        {deployment.isProtected
          ? `Approvers can roll it back: a policy protects ${deployment.environment}.`
          : "Contributors can roll it back."}
      </Note>
    );
  return (
    <>
      <Button onClick={() => setIsAsked(true)} className="justify-self-start">
        <Undo2 aria-hidden="true" />
        Roll back the deployment
      </Button>
      {isAsked ? (
        <RollbackDialog
          deployment={deployment}
          revision={null}
          send={(asked) =>
            rollBackFromIncidentAction({ workspace, incident: incident.number, ...asked })
          }
          onClose={() => setIsAsked(false)}
        />
      ) : null}
    </>
  );
}

interface IncidentDeploymentProps {
  incident: IncidentDto;
  /** Null when it was deleted. */
  deployment: DeploymentDto | null;
}

/** What the incident is of, how it is now, and the way back. */
export function IncidentDeployment({ incident, deployment }: IncidentDeploymentProps) {
  const { slug } = useWorkspace();
  return (
    <Card>
      <CardHeader title="Deployment" />
      <CardBody className="grid gap-3">
        {deployment === null ? (
          <p className="break-words text-sm">
            {incident.deployment} was deleted. What it served stays on record.
          </p>
        ) : (
          <>
            <div className="flex flex-wrap items-center gap-2 text-sm">
              <Link
                href={routes.deployment(slug, deployment.name)}
                className="min-w-0 break-words font-medium text-accent-fg hover:underline"
              >
                {deployment.name}
              </Link>
              <HealthBadge health={deployment.health} />
              <EnvironmentBadge
                environment={deployment.environment}
                isProtected={deployment.isProtected}
              />
            </div>
            <p className="text-sm tabular-nums">
              Plan {deployment.trafficVersion} is in force: {describeWeights(deployment.plan)}.
            </p>
            <Rollback incident={incident} deployment={deployment} />
          </>
        )}
      </CardBody>
    </Card>
  );
}
