"use client";
import { useQuery } from "@tanstack/react-query";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { ReadProblem } from "@/components/ui/read-problem";
import { SkeletonLines } from "@/components/ui/skeleton";
import type { ProvenanceDto, Shown } from "@/lib/compute/dto/jobs";
import { lockTextOptions } from "@/lib/compute/query-options";
import {
  PROVENANCE_GROUPS,
  type ProvenanceRow,
  readableValue,
} from "@/lib/compute/rules/provenance";

type Lock = Shown<ProvenanceDto>["locks"][number];

/** Of a group with many more rows the others are shown on demand. */
const MANY = 12;
/** Longer values are shown on demand. */
const LONG = 160;

function LockText({ job, path }: { job: number; path: string }) {
  const { slug } = useWorkspace();
  const read = useQuery(lockTextOptions(slug, job, path));
  if (read.isError) return <ReadProblem read={read} />;
  if (read.isPending) return <SkeletonLines lines={8} label={`Reading ${path}`} />;
  return <CodeBlock code={read.data.text ?? ""} language={path} />;
}

function ShowLock({ job, lock: { path, hasText } }: { job: number; lock: Lock }) {
  if (!hasText) return <span className="text-muted">too long to keep its text</span>;
  return (
    <Dialog>
      <DialogTrigger asChild>
        <Button size="sm" variant="ghost" aria-label={`Show ${path}`}>
          Show
        </Button>
      </DialogTrigger>
      <DialogContent title={path} size="lg">
        <LockText job={job} path={path} />
      </DialogContent>
    </Dialog>
  );
}

function Value({ row: { name, value } }: { row: ProvenanceRow }) {
  const { text, hash } = readableValue(value);
  if (value.length > LONG || value.includes("\n"))
    return (
      <details className="min-w-0">
        <summary className="cursor-pointer truncate">{text.slice(0, LONG)}</summary>
        <pre className="mt-1 whitespace-pre-wrap break-all font-mono text-xs">{value}</pre>
      </details>
    );
  return (
    <span className="flex min-w-0 items-center gap-1">
      <span
        className="min-w-0 break-words [overflow-wrap:anywhere]"
        title={hash ? value : undefined}
      >
        {text}
      </span>
      {hash === null ? null : (
        <CopyButton value={hash} noun={`hash of ${name}`} className="-my-1 shrink-0" />
      )}
    </span>
  );
}

interface ProvenanceRowsProps {
  /** Null where none made the run. */
  job: number | null;
  rows: readonly ProvenanceRow[];
  locks: readonly Lock[];
}

function Rows({ job, rows, locks }: ProvenanceRowsProps) {
  return (
    <DescriptionList>
      {rows.map((row) => {
        const lock =
          row.group === "Packages" ? locks.find(({ path }) => path === row.name) : undefined;
        return (
          <DescriptionItem key={`${row.name} ${row.value}`} term={row.name}>
            <span className="flex min-w-0 flex-wrap items-center gap-x-2">
              <Value row={row} />
              {lock && job !== null ? <ShowLock job={job} lock={lock} /> : null}
            </span>
          </DescriptionItem>
        );
      })}
    </DescriptionList>
  );
}

/** What is known of where a run came from, in groups. */
export function ProvenanceRows({ job, rows, locks }: ProvenanceRowsProps) {
  const groups = PROVENANCE_GROUPS.map((group) => ({
    group,
    own: rows.filter((row) => row.group === group),
  })).filter(({ own }) => own.length > 0);
  return groups.map(({ group, own }) => (
    <section key={group} aria-label={group} className="grid min-w-0 content-start gap-2">
      <h3 className="font-medium text-sm">{group}</h3>
      <Rows job={job} rows={own.slice(0, MANY)} locks={locks} />
      {own.length > MANY ? (
        <details className="min-w-0 text-sm">
          <summary className="cursor-pointer text-muted">{own.length - MANY} more</summary>
          <div className="mt-2">
            <Rows job={job} rows={own.slice(MANY)} locks={locks} />
          </div>
        </details>
      ) : null}
    </section>
  ));
}

/** What may be different when it is run again. */
export function Unpinned({ sentences }: { sentences: readonly string[] }) {
  return (
    <section aria-label="Could not be pinned" className="grid min-w-0 content-start gap-2">
      <h3 className="font-medium text-sm">Could not be pinned</h3>
      {sentences.length === 0 ? (
        <p className="text-muted text-sm">Nothing: all that is known of it is pinned.</p>
      ) : (
        <ul className="grid list-disc gap-1 pl-5 text-sm">
          {sentences.map((sentence) => (
            <li key={sentence}>{sentence}</li>
          ))}
        </ul>
      )}
    </section>
  );
}
