"use client";
import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { ApproverDto, PolicyDto, PolicyVersionDto } from "@/lib/approvals/dto/policies";
import { PolicyChanges } from "./policy-changes";

interface PolicyVersionsProps {
  policy: PolicyDto;
  /** Newest first. */
  versions: readonly PolicyVersionDto[];
  approvers: readonly ApproverDto[];
}

const TONES = { draft: "info", published: "success", discarded: "neutral" } as const;

const STATES = {
  revise: { draft: "Draft", published: "Published", discarded: "Discarded" },
  retire: { draft: "Proposed end", published: "Ended the policy", discarded: "Discarded end" },
} as const;

/** The newest published version before another one: what that one changed. */
function before(versions: readonly PolicyVersionDto[], { number }: PolicyVersionDto) {
  return versions.find((one) => one.number < number && one.status === "published") ?? null;
}

/** What a policy said over time: every version as it was written, and what it changed. */
export function PolicyVersions({ policy, versions, approvers }: PolicyVersionsProps) {
  return (
    <section aria-label="Versions" className="grid gap-4">
      {versions.map((version) => (
        <VersionCard
          key={version.id}
          version={version}
          earlier={before(versions, version)}
          isInForce={policy.inForce?.id === version.id}
          approvers={approvers}
        />
      ))}
    </section>
  );
}

interface VersionCardProps extends Pick<PolicyVersionsProps, "approvers"> {
  version: PolicyVersionDto;
  earlier: PolicyVersionDto | null;
  isInForce: boolean;
}

function VersionCard({ version, earlier, isInForce, approvers }: VersionCardProps) {
  const { status, kind, reason, document } = version;
  return (
    <Card>
      <CardHeader
        title={`Version ${version.number}`}
        description={earlier ? `Compared with version ${earlier.number}` : "Nothing came before it"}
        actions={
          <>
            {version.isWeaker ? <Badge tone="warning">Asks for less</Badge> : null}
            <Badge tone={TONES[status]}>{STATES[kind][status]}</Badge>
            {isInForce ? <Badge tone="accent">In force</Badge> : null}
            <CopyButton noun="hash of this version" value={version.documentHash} />
          </>
        }
      />
      <CardBody className="grid gap-3">
        {reason === "" ? null : <p className="break-words text-sm">{reason}</p>}
        {kind === "retire" ? (
          <p className="text-sm">The policy ends with it.</p>
        ) : (
          <PolicyChanges
            before={earlier?.document ?? null}
            after={document}
            approvers={approvers}
          />
        )}
        <Authors version={version} />
      </CardBody>
    </Card>
  );
}

function Authors({ version }: { version: PolicyVersionDto }) {
  const { author, createdAt, publishedAt, publishedBy } = version;
  return (
    <p className="text-muted text-xs">
      Written by {author || "Slipway"} <RelativeTime at={createdAt} />
      {publishedAt ? (
        <>
          , published by {publishedBy ?? "Slipway"} <RelativeTime at={publishedAt} />
        </>
      ) : null}
      .
    </p>
  );
}
