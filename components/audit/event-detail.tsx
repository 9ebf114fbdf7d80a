import { ArrowUpRight, Filter, ShieldCheck } from "lucide-react";
import type { Route } from "next";
import { CodeBlock } from "@/components/ui/code-block";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { changesOf } from "@/lib/audit/changes";
import type { AuditEventDetailDto } from "@/lib/audit/dto";
import { ChangesTable } from "./changes-table";
import { subjectHref } from "./subject-href";

interface EventDetailProps {
  workspace: string;
  event: AuditEventDetailDto;
  /** Address of the trail narrowed to one thing. */
  onlyOf: (filter: { actor?: string; credential?: string; object?: string }) => Route;
}

/** Everything that is known of an event: who, with what, what changed, and what proves it. */
export function EventDetail({ workspace, event, onlyOf }: EventDetailProps) {
  const { before, after, details, isErased } = event;
  return (
    <div className="grid min-w-0 gap-4 border-t bg-sunken px-4 py-3">
      {isErased ? (
        <p className="text-muted text-sm">
          Names and values were erased when their retention ended. That this happened, when, and by
          whom (by id) stays proven.
        </p>
      ) : null}
      <ChangesTable changes={changesOf(before, after)} />
      <div className="grid min-w-0 gap-x-8 gap-y-4 lg:grid-cols-2">
        <Who workspace={workspace} event={event} onlyOf={onlyOf} />
        <Proof event={event} />
      </div>
      {details ? <CodeBlock language="Details" code={JSON.stringify(details, null, 2)} /> : null}
    </div>
  );
}

function Who({ workspace, event, onlyOf }: EventDetailProps) {
  const { userId, actor, role, credential, subject, label } = event;
  const href = subjectHref(workspace, subject);
  return (
    <section aria-label="Who and what" className="grid min-w-0 content-start gap-2">
      <DescriptionList>
        <DescriptionItem term="Actor">
          {actor ?? userId ?? "unknown"}, as {role}
          {userId ? <Only href={onlyOf({ actor: userId })} label="Only of this person" /> : null}
        </DescriptionItem>
        <DescriptionItem term="Signed in by">
          {credential ? (
            <>
              <code className="break-all font-mono text-xs">{credential}</code>
              <Only href={onlyOf({ credential })} label="Only with this token or session" />
            </>
          ) : (
            "nothing: Slipway itself"
          )}
        </DescriptionItem>
        <DescriptionItem term="Object">
          <span className="break-all">{label ?? subject}</span>
          <Only href={onlyOf({ object: subject })} label="Only of this object" />
          {href ? (
            <Link
              href={href}
              className="ml-2 inline-flex items-center gap-1 text-accent-fg hover:underline"
            >
              Open
              <ArrowUpRight aria-hidden="true" className="size-3.5" />
            </Link>
          ) : null}
        </DescriptionItem>
      </DescriptionList>
    </section>
  );
}

function Only({ href, label }: { href: Route; label: string }) {
  return (
    <Link
      href={href}
      aria-label={label}
      title={label}
      className="ml-1.5 inline-grid size-6 place-items-center rounded-sm align-middle text-subtle hover:bg-hover hover:text-fg"
    >
      <Filter aria-hidden="true" className="size-3.5" />
    </Link>
  );
}

function Proof({ event }: { event: AuditEventDetailDto }) {
  const { seq, hash, prevHash, checkpoint } = event;
  return (
    <section aria-label="Proof" className="grid min-w-0 content-start gap-2">
      <DescriptionList>
        <DescriptionItem term="Place">
          {seq === null ? "gets its place within a second" : `row ${seq} of the chain`}
        </DescriptionItem>
        <DescriptionItem term="Hash before">
          <Hash>{prevHash}</Hash>
        </DescriptionItem>
        <DescriptionItem term="Hash">
          <Hash>{hash}</Hash>
        </DescriptionItem>
        <DescriptionItem term="Signed">
          {checkpoint ? (
            <span>
              <ShieldCheck
                aria-hidden="true"
                className="mr-1 inline size-3.5 align-[-0.125em] text-success-fg"
              />
              up to row {checkpoint.seq}, <RelativeTime at={checkpoint.at} />, by key{" "}
              <code className="font-mono text-xs">{checkpoint.key}</code>
            </span>
          ) : (
            "by the next checkpoint, within a minute"
          )}
        </DescriptionItem>
      </DescriptionList>
    </section>
  );
}

function Hash({ children }: { children: string | null }) {
  return children === null ? (
    <span className="text-subtle">not yet</span>
  ) : (
    <code className="break-all font-mono text-xs">{children}</code>
  );
}
