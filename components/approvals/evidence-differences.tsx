import type { EvidenceDifference } from "@/lib/approvals/rules/evidence-changes";
import { NO_VALUE } from "@/lib/core/format";

/** What is other in one state of the evidence than in another, thing by thing. */
export function EvidenceDifferences({
  differences,
}: {
  differences: readonly EvidenceDifference[];
}) {
  return (
    <ul className="grid gap-0.5">
      {differences.map(({ what, before, after }) => (
        <li key={what} className="break-all">
          <span className="text-muted">{what}: </span>
          <del className="text-muted">{before || NO_VALUE}</del> <span aria-hidden="true">→</span>
          <span className="sr-only">became</span>{" "}
          <ins className="no-underline">{after || NO_VALUE}</ins>
        </li>
      ))}
    </ul>
  );
}
