"use client";
import Link from "next/link";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { describeTarget } from "@/lib/approvals/rules/targets";
import { routes } from "@/lib/core/routes";

const VIA = {
  screen: "a screen",
  rest: "the REST API",
  mlflow: "an MLflow client",
  schedule: "the policy’s calendar",
} as const;

function VersionLink({ name, version }: { name: string; version: number }) {
  const { slug } = useWorkspace();
  return (
    <Link
      href={routes.modelVersion(slug, name, version)}
      className="text-accent-fg hover:underline"
    >
      {name} {version}
    </Link>
  );
}

/** What is asked for, by whom, and under which policy. */
export function RequestFacts({ request }: { request: ApprovalRequestDetailDto }) {
  const { modelName, replacesVersion, riskReason, policy, scheduledFor } = request;
  return (
    <Card>
      <CardHeader title="Request" />
      <CardBody>
        <DescriptionList>
          <DescriptionItem term="Version">
            <VersionLink name={modelName} version={request.version} />
          </DescriptionItem>
          <DescriptionItem term="Target">{describeTarget(request.target)}</DescriptionItem>
          <DescriptionItem term="There now">
            {replacesVersion === null ? (
              "No version"
            ) : (
              <VersionLink name={modelName} version={replacesVersion} />
            )}
          </DescriptionItem>
          <DescriptionItem term="Asked by">
            {request.requestedBy.name}, by {VIA[request.openedVia]},{" "}
            <RelativeTime at={request.createdAt} />
          </DescriptionItem>
          {request.dueAt ? (
            <DescriptionItem term="Due">
              <RelativeTime at={request.dueAt} />
            </DescriptionItem>
          ) : null}
          {scheduledFor ? (
            <DescriptionItem term="To be applied">
              <RelativeTime at={scheduledFor} />
            </DescriptionItem>
          ) : null}
          <DescriptionItem term="Risk">
            {request.riskTier}
            {riskReason === "" ? "" : `: ${riskReason}`}
          </DescriptionItem>
          <DescriptionItem term="Policy">
            {policy.name}, version {policy.number}
          </DescriptionItem>
          {request.ticketUrl ? (
            <DescriptionItem term="Ticket">
              <a
                href={request.ticketUrl}
                rel="noreferrer"
                className="text-accent-fg hover:underline"
              >
                {request.ticketUrl}
              </a>
            </DescriptionItem>
          ) : null}
        </DescriptionList>
      </CardBody>
    </Card>
  );
}
