"use client";
import { TriangleAlert } from "lucide-react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/core/routes";
import type { RevisionDto } from "@/lib/deployments/dto/deployments";
import { servedTitle } from "./traffic-parts";

const WORDS = {
  missing: "has no approval for this environment",
  lapsed: "has an approval that has lapsed",
  withdrawn: "was taken away from this environment by a request",
} as const;

/** What of the revisions serves without an approval that holds, and where to ask for one. */
export function ApprovalNotes({ revisions }: { revisions: readonly RevisionDto[] }) {
  const { slug } = useWorkspace();
  const notes = revisions.flatMap((revision) => {
    const { state, waiting } = revision.approval;
    if (state === "free" || state === "approved" || revision.isGone) return [];
    return [{ revision, words: WORDS[state], waiting }];
  });
  if (notes.length === 0) return null;
  return (
    <ul className="grid gap-0.5 text-warning-fg text-xs">
      {notes.map(({ revision, words, waiting }) => (
        <li key={revision.number} className="flex items-start gap-1.5">
          <TriangleAlert aria-hidden="true" className="mt-0.5 size-3 shrink-0" />
          <span>
            {servedTitle(revision)} {words}.{" "}
            <Link
              href={
                waiting === null
                  ? routes.modelVersion(slug, revision.model, revision.version)
                  : routes.approval(slug, waiting)
              }
              className="underline"
            >
              {waiting === null ? "Ask for one" : `Request ${waiting} waits`}
            </Link>
          </span>
        </li>
      ))}
    </ul>
  );
}
