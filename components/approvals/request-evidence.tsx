import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";

/** Exactly what a signature is about, and what has changed since the revision before. */
export function RequestEvidence({ request }: { request: ApprovalRequestDetailDto }) {
  const { revision, hash, bundle, changes } = request.evidence;
  return (
    <Card>
      <CardHeader
        title="Evidence"
        description={`Revision ${revision}`}
        actions={<CopyButton noun="evidence hash" value={hash} />}
      />
      <CardBody className="grid gap-3 text-sm">
        {changes.length > 0 ? (
          <ul className="list-disc pl-5">
            {changes.map((change) => (
              <li key={change}>{change}</li>
            ))}
          </ul>
        ) : null}
        <p className="break-all font-mono text-muted text-xs">sha256:{hash}</p>
        <CodeBlock language="JSON" code={JSON.stringify(bundle, null, 2)} />
      </CardBody>
    </Card>
  );
}
