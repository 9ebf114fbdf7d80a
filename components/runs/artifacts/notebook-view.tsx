import Image from "next/image";
import { Callout } from "@/components/ui/callout";
import { cn } from "@/components/ui/class-names";
import { CopyButton } from "@/components/ui/copy-button";
import { Markdown } from "@/components/ui/markdown";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatCount } from "@/lib/core/format";
import type { Notebook, NotebookCell, NotebookOutput } from "@/lib/storage/preview/preview";
import { SandboxedFrame } from "./sandboxed-frame";

/** A notebook as it was saved: what people wrote, their code, and what it left behind. Nothing of it runs. */
export function NotebookView({ notebook }: { notebook: Notebook }) {
  const { language, cells, totalCells } = notebook;
  if (cells.length === 0) return <p className="text-muted text-sm">This notebook is empty.</p>;
  return (
    <div className="grid min-w-0 gap-4">
      {cells.length < totalCells ? (
        <Callout tone="info">
          The first {formatCount(cells.length)} of {formatCount(totalCells)} cells are shown.
          Download the notebook for the rest.
        </Callout>
      ) : null}
      <ol aria-label="Cells" className="grid min-w-0 gap-4">
        {cells.map((cell) => (
          <li key={cell.number} className="min-w-0">
            <Cell cell={cell} language={language} />
          </li>
        ))}
      </ol>
    </div>
  );
}

function Cell({ cell, language }: { cell: NotebookCell; language: string }) {
  if (cell.kind === "markdown") return <Markdown text={cell.text} className="sm:pl-16" />;
  const isCode = cell.kind === "code";
  return (
    <div className="grid min-w-0 gap-2">
      <div className="grid min-w-0 gap-x-3 gap-y-1 sm:grid-cols-[3.25rem_minmax(0,1fr)]">
        <span className="pt-2 font-mono text-subtle text-xs sm:text-right">
          {isCode ? `[${cell.count ?? " "}]` : "raw"}
        </span>
        <figure
          aria-label={`${isCode ? language : "Text"} of cell ${cell.number}`}
          className="relative min-w-0 rounded-md border bg-sunken"
        >
          <pre className="whitespace-pre-wrap break-words px-3 py-2 pr-10 font-mono text-xs leading-5">
            {cell.text || " "}
          </pre>
          <CopyButton
            value={cell.text}
            noun={`cell ${cell.number}`}
            className="absolute top-1 right-1 bg-sunken"
          />
        </figure>
      </div>
      {cell.outputs.length > 0 ? (
        <div className="grid min-w-0 gap-2 sm:pl-16">
          {cell.outputs.map((output) => (
            <Output key={output.number} output={output} label={`cell ${cell.number}`} />
          ))}
        </div>
      ) : null}
    </div>
  );
}

const TALLEST_FRAME = 480;

/** What a notebook's own page gives to the tables in it. */
const FRAME_STYLE = `<style>body{margin:8px 12px;font:13px/20px system-ui,sans-serif}table{border-collapse:collapse;
border:0}td,th{border:0;border-bottom:1px solid #e2e5e9;padding:2px 10px;text-align:right}</style>`;

/** A frame without scripts cannot say how tall it is; most that stand in notebooks are tables. */
function frameHeight(html: string): number {
  const rows = html.match(/<tr[\s>]/gi)?.length ?? 0;
  return rows === 0 ? 240 : Math.min(48 + rows * 26, TALLEST_FRAME);
}

function Output({ output, label }: { output: NotebookOutput; label: string }) {
  switch (output.kind) {
    case "image":
      return (
        <Image
          src={`data:${output.mediaType};base64,${output.data}`}
          alt={`Output of ${label}`}
          width={640}
          height={480}
          unoptimized
          className="h-auto w-auto max-w-full rounded-md border bg-white p-2"
        />
      );
    case "html":
      return (
        <SandboxedFrame
          title={`Output of ${label}`}
          html={FRAME_STYLE + output.text}
          height={frameHeight(output.text)}
        />
      );
    case "markdown":
      return <Markdown text={output.text} />;
    case "omitted":
      return (
        <p className="text-muted text-xs">
          An output of the kind {output.mediaType} is not shown here.
        </p>
      );
    default:
      return (
        <ScrollArea
          label={`Output of ${label}`}
          className={cn(
            "max-h-110 rounded-md",
            output.kind === "error" && "border border-danger-line bg-danger-bg",
          )}
        >
          <pre
            className={cn("font-mono text-xs leading-5", output.kind === "error" && "px-3 py-2")}
          >
            {output.text}
          </pre>
        </ScrollArea>
      );
  }
}
