"use client";
import { ChevronDown, ExternalLink } from "lucide-react";
import { useId, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { cn } from "@/components/ui/class-names";
import { CodeBlock } from "@/components/ui/code-block";
import { CopyButton } from "@/components/ui/copy-button";
import { IconButton } from "@/components/ui/icon-button";
import { RelativeTime, UntilDay } from "@/components/ui/relative-time";
import type { ApprovalRequestDetailDto, GateResultDto } from "@/lib/approvals/dto/shapes";
import { GATE_KIND_LABELS } from "@/lib/approvals/rules/gate-words";
import { NO_VALUE } from "@/lib/core/format";
import { GateWaiver } from "./request-gate-waiver";
import { VerdictBadge } from "./verdict-badge";

const SOURCES = {
  automatic: "evaluated by Slipway",
  push: "reported from outside",
  webhook: "answered by a webhook",
} as const;
const CELL = "px-3 py-2.5 align-top";

interface GateRowProps {
  gate: GateResultDto;
  request: ApprovalRequestDetailDto;
}

/** How old a result is, and whether it still counts. */
function Ran({ gate }: { gate: GateResultDto }) {
  const { ranAt, freshUntil, isFresh } = gate;
  if (!ranAt) return <span className="text-muted">Never</span>;
  return (
    <span className="inline-flex flex-wrap gap-x-1.5 gap-y-0.5 sm:grid">
      <RelativeTime at={ranAt} />
      {isFresh ? null : (
        <span>
          <Badge tone="warning">Out of date</Badge>
        </span>
      )}
      {isFresh && freshUntil ? (
        <span className="text-muted text-xs">
          counts <UntilDay at={freshUntil} />
        </span>
      ) : null}
    </span>
  );
}

/** What stands in columns of its own where there is room. */
function Narrow({ gate }: { gate: GateResultDto }) {
  const { threshold, observed } = gate;
  return (
    <>
      {threshold || observed ? (
        <p className="text-muted text-xs md:hidden">
          Asked for {threshold || NO_VALUE}, seen {observed || NO_VALUE}
        </p>
      ) : null}
      <p className="text-muted text-xs sm:hidden">
        Ran <Ran gate={gate} />
      </p>
    </>
  );
}

function Details({ gate }: { gate: GateResultDto }) {
  const { evidence, evidenceHash, source, reportedBy, link, kind, key } = gate;
  return (
    <div className="grid gap-2 text-sm">
      <p className="break-words text-muted">
        {key}: {GATE_KIND_LABELS[kind]}, {SOURCES[source]}
        {reportedBy ? ` by ${reportedBy}` : ""}.
      </p>
      {link ? (
        <a
          href={link}
          target="_blank"
          rel="noreferrer noopener"
          className="inline-flex min-w-0 items-center gap-1 text-accent-fg hover:underline"
        >
          <ExternalLink aria-hidden="true" className="size-3.5 shrink-0" />
          <span className="min-w-0 break-all">{link}</span>
        </a>
      ) : null}
      {Object.keys(evidence).length > 0 ? (
        <CodeBlock language="Evidence" code={JSON.stringify(evidence, null, 2)} />
      ) : null}
      {evidenceHash ? (
        <p className="flex items-center gap-1">
          <code className="min-w-0 break-all text-muted text-xs">sha256:{evidenceHash}</code>
          <CopyButton value={evidenceHash} noun="hash of the gate's evidence" />
        </p>
      ) : null}
    </div>
  );
}

/** One gate; what it found opens below it. */
export function GateRow({ gate, request }: GateRowProps) {
  const [isOpen, setIsOpen] = useState(false);
  const detailsId = useId();
  const { title, isBlocking, verdict, measured, threshold, observed, summary } = gate;
  return (
    <>
      <tr>
        <td className={CELL}>
          <VerdictBadge verdict={verdict} />
          {verdict === "waived" ? (
            <span className="mt-1 block text-muted text-xs">was {measured.replace("_", " ")}</span>
          ) : null}
        </td>
        <th scope="row" className={cn(CELL, "min-w-0 text-left font-normal")}>
          <span className="break-words font-medium">{title}</span>
          {isBlocking ? null : <span className="text-muted text-xs"> does not block</span>}
          {summary ? <p className="break-words text-muted">{summary}</p> : null}
          <Narrow gate={gate} />
          <GateWaiver gate={gate} request={request} />
        </th>
        <td className={cn(CELL, "break-words tabular-nums max-md:hidden")}>
          {threshold || NO_VALUE}
        </td>
        <td className={cn(CELL, "break-words tabular-nums max-md:hidden")}>
          {observed || NO_VALUE}
        </td>
        <td className={cn(CELL, "max-sm:hidden")}>
          <Ran gate={gate} />
        </td>
        <td className={cn(CELL, "w-0 text-right")}>
          <IconButton
            size="sm"
            label={`${isOpen ? "Hide" : "Show"} the evidence of ${title}`}
            aria-expanded={isOpen}
            aria-controls={detailsId}
            onClick={() => setIsOpen(!isOpen)}
          >
            <ChevronDown aria-hidden="true" className={cn(isOpen && "rotate-180")} />
          </IconButton>
        </td>
      </tr>
      <tr id={detailsId} hidden={!isOpen}>
        <td colSpan={6} className="bg-sunken px-3 py-3">
          {isOpen ? <Details gate={gate} /> : null}
        </td>
      </tr>
    </>
  );
}
