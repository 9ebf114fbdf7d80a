"use client";
import type { ReactNode } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { whyPolicy } from "@/lib/approvals/rules/policies";
import { describePlace } from "@/lib/approvals/rules/targets";
import { routes } from "@/lib/core/routes";

const VIA = {
  screen: "on a screen",
  rest: "by the REST API",
  mlflow: "by an MLflow client",
  schedule: "by the policy’s calendar",
  incident: "for the retraining of an incident",
} as const;
const link = "rounded-xs text-accent-fg underline underline-offset-2";

function Fact({ term, note, children }: { term: string; note?: ReactNode; children: ReactNode }) {
  return (
    <div className="min-w-0">
      <dt className="text-muted text-xs">{term}</dt>
      <dd className="min-w-0 break-words font-medium text-sm">{children}</dd>
      {note ? <dd className="min-w-0 break-words text-muted text-xs">{note}</dd> : null}
    </div>
  );
}

function VersionLink({ name, version }: { name: string; version: number }) {
  const { slug } = useWorkspace();
  return (
    <Link href={routes.modelVersion(slug, name, version)} className={link}>
      {name} {version}
    </Link>
  );
}

function Due({ request }: { request: ApprovalRequestDetailDto }) {
  const { status, dueAt, isOverdue, decidedAt, scheduledFor } = request;
  if (scheduledFor && (status === "pending" || status === "approved"))
    return (
      <Fact
        term="To be applied"
        note={
          dueAt ? (
            <>
              Due <RelativeTime at={dueAt} />
            </>
          ) : undefined
        }
      >
        <RelativeTime at={scheduledFor} />
      </Fact>
    );
  if (status !== "pending" && decidedAt)
    return (
      <Fact term="Decided">
        <RelativeTime at={decidedAt} />
      </Fact>
    );
  return (
    <Fact term="Due">
      {dueAt ? <RelativeTime at={dueAt} /> : "No date"}{" "}
      {isOverdue ? <Badge tone="warning">Overdue</Badge> : null}
    </Fact>
  );
}

/** What is asked for, by whom, since when and until when, at which risk and under which policy, and why those. */
export function RequestSummary({ request }: { request: ApprovalRequestDetailDto }) {
  const { modelName, version, target, action, replacesVersion, policy, riskTier, riskReason } =
    request;
  return (
    <dl
      aria-label="The request"
      className="grid grid-cols-2 gap-x-6 gap-y-3 rounded-lg border px-4 py-3 sm:grid-cols-3 2xl:grid-cols-6"
    >
      <Fact term="Version">
        <VersionLink name={modelName} version={version} />
      </Fact>
      <Fact
        term={action === "set" ? "Goes to" : "Leaves"}
        note={
          replacesVersion === null ? (
            "Nothing is there"
          ) : (
            <>
              There when asked: <VersionLink name={modelName} version={replacesVersion} />
            </>
          )
        }
      >
        {describePlace(target, request.deployment)}
      </Fact>
      <Fact term="Asked by" note={VIA[request.openedVia]}>
        <span title={request.requestedBy.email}>{request.requestedBy.name}</span>{" "}
        <RelativeTime at={request.createdAt} className="font-normal text-muted" />
      </Fact>
      <Due request={request} />
      <Fact
        term="Risk"
        note={riskReason === "" ? "The model's owner gave no reason for this tier" : riskReason}
      >
        {riskTier}
      </Fact>
      <Fact term="Policy" note={whyPolicy(policy.document, target, riskTier)}>
        {policy.name}, version {policy.number}
      </Fact>
    </dl>
  );
}
