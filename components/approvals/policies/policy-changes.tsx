import type { ApproverDto } from "@/lib/approvals/dto/policies";
import { policyChanges } from "@/lib/approvals/rules/policy-changes";
import type { PolicyDocument } from "@/lib/approvals/schema/policies";
import { NO_VALUE } from "@/lib/core/format";

interface PolicyChangesProps {
  /** Null for the first version. */
  before: PolicyDocument | null;
  after: PolicyDocument;
  approvers: readonly ApproverDto[];
}

/** What differs between two versions of a policy, part by part. */
export function PolicyChanges({ before, after, approvers }: PolicyChangesProps) {
  const nameOf = (userId: string) =>
    approvers.find((one) => one.userId === userId)?.name ?? "somebody who may not sign any more";
  const changes = policyChanges(before, after, nameOf);
  if (changes.length === 0) return <p className="text-muted text-sm">It says the same.</p>;
  return (
    <dl className="grid gap-1.5 text-sm">
      {changes.map(({ part, before: was, after: is }) => (
        <div key={part} className="grid gap-x-3 sm:grid-cols-[10rem_minmax(0,1fr)]">
          <dt className="break-words text-muted">{part}</dt>
          <dd className="min-w-0 break-words">
            {was === null ? null : (
              <>
                <span className="sr-only">before: </span>
                <del className="text-muted">{was}</del>{" "}
              </>
            )}
            <span className="sr-only">now: </span>
            {is === null ? (
              <span className="text-muted">{NO_VALUE}</span>
            ) : (
              <ins className="no-underline">{is}</ins>
            )}
          </dd>
        </div>
      ))}
    </dl>
  );
}
