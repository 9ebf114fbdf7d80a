"use client";
import { memo, type ReactNode, useLayoutEffect, useRef, useState } from "react";
import { DownloadLink } from "@/components/runs/artifacts/download-link";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { ScrollArea } from "@/components/ui/scroll-area";
import { SearchInput } from "@/components/ui/search-input";
import { Spinner } from "@/components/ui/spinner";
import { Switch } from "@/components/ui/switch";
import {
  type Line,
  type Printed,
  type Span,
  shownLines,
  type TerminalColor,
  textOf,
} from "@/lib/compute/rules/terminal";
import { formatCount, formatPlural } from "@/lib/core/format";

/** Lines on the page at once; more would make it slow. */
const SHOWN = 2_000;
/** So near to the end counts as being there, in pixels. */
const NEAR = 24;

const COLORS: Readonly<Record<TerminalColor, string>> = {
  black: "text-muted",
  red: "text-danger-fg",
  green: "text-success-fg",
  yellow: "text-warning-fg",
  blue: "text-info-fg",
  magenta: "text-(--run-5)",
  cyan: "text-accent-fg",
  white: "text-fg",
};

function styleOf({ style }: Span): string {
  return cn(
    style.isDim && "text-muted",
    style.color && COLORS[style.color],
    style.isBold && "font-semibold",
    style.isItalic && "italic",
    style.isUnderlined && "underline",
  );
}

const LogLine = memo(function LogLine({ line }: { line: Line }) {
  return (
    <div className="min-h-5">
      {line.spans.map((span) => (
        <span key={span.at} className={styleOf(span)}>
          {span.text}
        </span>
      ))}
    </div>
  );
});

/** Keeps the end in sight until somebody scrolls away from it. */
function useFollowing(length: number) {
  const scroller = useRef<HTMLDivElement>(null);
  const [isFollowing, setIsFollowing] = useState(true);
  useLayoutEffect(() => {
    const box = scroller.current?.parentElement;
    if (box && isFollowing && length > 0) box.scrollTop = box.scrollHeight;
  }, [length, isFollowing]);
  useLayoutEffect(() => {
    const box = scroller.current?.parentElement;
    const onScroll = () => {
      if (box) setIsFollowing(box.scrollHeight - box.scrollTop - box.clientHeight < NEAR);
    };
    box?.addEventListener("scroll", onScroll, { passive: true });
    return () => box?.removeEventListener("scroll", onScroll);
  }, []);
  return { scroller, isFollowing, setIsFollowing };
}

interface LogViewProps {
  printed: Printed;
  isRead: boolean;
  problem: string | undefined;
  onRetry: () => void;
  /** Of all of it, as a file. */
  file: string;
  /** Said where nothing was printed. */
  emptyText: string;
  /** Beside the download. */
  actions?: ReactNode | undefined;
}

/** What something prints, as it prints it: followed, searched, taken away. */
export function LogView(props: LogViewProps) {
  const { printed, isRead, problem } = props;
  const [search, setSearch] = useState("");
  const lines = shownLines(printed);
  const needle = search.toLowerCase();
  const found =
    search === "" ? lines : lines.filter((line) => textOf(line).toLowerCase().includes(needle));
  const shown = found.slice(-SHOWN);
  const hidden = (search === "" ? (lines.at(-1)?.number ?? -1) + 1 : found.length) - shown.length;
  const { scroller, isFollowing, setIsFollowing } = useFollowing(
    (lines.at(-1)?.number ?? 0) + printed.rest.length + shown.length,
  );
  return (
    <Card>
      <CardHeader
        title="Log"
        actions={
          <>
            {props.actions}
            <DownloadLink size="sm" href={props.file} />
          </>
        }
      />
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b px-4 py-2">
        <SearchInput
          label="Search the log"
          placeholder="Lines that contain…"
          hotkey="/"
          value={search}
          onChange={setSearch}
          className="w-full sm:w-72"
        />
        <p role="status" className="text-muted text-xs tabular-nums">
          {search === ""
            ? formatPlural((lines.at(-1)?.number ?? -1) + 1, "line")
            : `${formatCount(found.length)} of ${formatPlural(lines.length, "line")}`}
        </p>
        <Field inline label="Follow" className="ml-auto">
          <Switch checked={isFollowing} onCheckedChange={setIsFollowing} />
        </Field>
      </div>
      {problem === undefined ? null : (
        <Callout
          tone="danger"
          role="alert"
          title={problem}
          className="m-3"
          actions={
            <Button size="sm" onClick={props.onRetry}>
              Try again
            </Button>
          }
        />
      )}
      <ScrollArea label="Log" className="max-h-[60dvh] min-h-24 bg-sunken">
        <div
          ref={scroller}
          className="whitespace-pre-wrap break-words px-4 py-3 font-mono text-fg text-xs leading-5 [overflow-wrap:anywhere]"
        >
          {hidden > 0 ? (
            <p className="text-muted italic">
              {formatPlural(hidden, "earlier line")} {hidden === 1 ? "is" : "are"} in the download.
            </p>
          ) : null}
          {shown.map((line) => (
            <LogLine key={line.number} line={line} />
          ))}
          {isRead || problem !== undefined ? null : <Spinner label="Loading the log" />}
          {lines.length === 0 ? (
            <p className="text-muted">{isRead ? props.emptyText : ""}</p>
          ) : null}
        </div>
      </ScrollArea>
    </Card>
  );
}
