import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { RelativeTime } from "@/components/ui/relative-time";
import type { EvidenceRevisionDto } from "@/lib/approvals/dto/trail";
import { EvidenceDifferences } from "./evidence-differences";

function Differences({ revision }: { revision: EvidenceRevisionDto }) {
  const { differences, changes } = revision;
  if (differences.length === 0)
    return (
      <p className="text-muted">{changes.length > 0 ? changes.join(" ") : "The first evidence."}</p>
    );
  return <EvidenceDifferences differences={differences} />;
}

/** Exactly what a signature is about, at each of its changes, newest first. */
export function RequestEvidence({ revisions }: { revisions: readonly EvidenceRevisionDto[] }) {
  return (
    <Card>
      <CardHeader title="Evidence" description="What was there to be signed, newest first" />
      <CardBody>
        <ol aria-label="Evidence" className="grid gap-4">
          {revisions.map((one, index) => (
            <li key={one.revision} className="grid gap-1 text-sm">
              <p className="flex flex-wrap items-center gap-x-2">
                <span className="font-medium">Revision {one.revision}</span>
                <RelativeTime at={one.createdAt} className="text-muted text-xs" />
              </p>
              <p className="flex items-center gap-1">
                <code className="min-w-0 break-all text-muted text-xs">sha256:{one.hash}</code>
                <CopyButton
                  value={one.hash}
                  noun={`hash of revision ${one.revision}`}
                  className="shrink-0"
                />
              </p>
              <Differences revision={one} />
              {index === 0 ? (
                <details>
                  <summary className="text-muted text-xs">The whole evidence</summary>
                  <CodeBlock
                    language="JSON"
                    code={JSON.stringify(one.bundle, null, 2)}
                    className="mt-1"
                  />
                </details>
              ) : null}
            </li>
          ))}
        </ol>
      </CardBody>
    </Card>
  );
}
