"use client";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import type { DeploymentDto } from "@/lib/deployments/dto/deployments";
import { RevisionList } from "./revision-list";
import { TrafficBar } from "./traffic-bar";
import { trafficParts } from "./traffic-parts";

function Facts({ deployment }: { deployment: DeploymentDto }) {
  const { plan, description, createdBy, createdAt } = deployment;
  return (
    <Card>
      <CardHeader title="About" />
      <CardBody>
        <DescriptionList>
          {description === "" ? null : (
            <DescriptionItem term="What it is for">{description}</DescriptionItem>
          )}
          <DescriptionItem term="Assigned by">
            {plan.stickyHeader === null
              ? "The id of a request, else at random"
              : `The header ${plan.stickyHeader}`}
          </DescriptionItem>
          {plan.overrides.map(({ header, value, revision }) => (
            <DescriptionItem key={`${header} ${value}`} term="Override">
              {header}: {value} gets revision {revision}
            </DescriptionItem>
          ))}
          <DescriptionItem term="Made">
            {createdBy}, <RelativeTime at={createdAt} />
          </DescriptionItem>
        </DescriptionList>
      </CardBody>
    </Card>
  );
}

/** Who answers how much now, and how they are. */
export function TrafficSummary({ deployment }: { deployment: DeploymentDto }) {
  const { trafficVersion, serves } = deployment;
  return (
    <>
      <Card>
        <CardHeader title="Traffic" description={`Plan ${trafficVersion} is in force.`} />
        <CardBody>
          <TrafficBar parts={trafficParts(serves)} />
        </CardBody>
        <div className="border-t">
          <RevisionList revisions={serves} />
        </div>
      </Card>
      <Facts deployment={deployment} />
    </>
  );
}
