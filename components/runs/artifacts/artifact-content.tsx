"use client";
import Image from "next/image";
import { SignatureCard } from "@/components/models/signature-card";
import { Callout } from "@/components/ui/callout";
import { Markdown } from "@/components/ui/markdown";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatCount, formatPlural } from "@/lib/core/format";
import type { ArtifactPreview } from "@/lib/storage/preview/preview";

interface ArtifactContentProps {
  preview: ArtifactPreview;
  name: string;
  /** Where the file itself is. */
  href: string;
}

/** JSON as people read it; what is no whole JSON stays as it is. */
function readable(text: string, syntax: string): string {
  if (syntax !== "json") return text;
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}

function Text({ text, label }: { text: string; label: string }) {
  return (
    <ScrollArea label={label} className="max-h-[70dvh]">
      <pre className="whitespace-pre-wrap break-words font-mono text-xs leading-5">{text}</pre>
    </ScrollArea>
  );
}

function Table({ preview }: { preview: ArtifactPreview & { kind: "table" } }) {
  const { columns, rows, totalRows, totalColumns } = preview;
  const more =
    totalColumns > columns.length ? `, ${formatCount(columns.length)} of its columns` : "";
  return (
    <>
      <p className="mb-2 text-muted text-xs">
        The first {formatPlural(rows.length, "row")}
        {totalRows === null ? "" : ` of ${formatCount(totalRows)}`}
        {more}
      </p>
      <ScrollArea label="Table" className="max-h-[70dvh]">
        <table className="border-collapse text-xs">
          <thead>
            <tr>
              {columns.map(({ name, type }) => (
                <th
                  key={name}
                  scope="col"
                  className="sticky top-0 whitespace-nowrap border-b bg-sunken px-3 py-1.5 text-left font-medium"
                >
                  {name} <span className="font-normal text-subtle">{type}</span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              // Rows of a file have nothing but their place to be told apart by, and never change.
              <tr key={rows.indexOf(row)}>
                {row.map((value, column) => (
                  <td
                    key={columns[column]?.name ?? column}
                    className="whitespace-nowrap border-b px-3 py-1 tabular-nums"
                  >
                    {value === null ? <span className="text-subtle">null</span> : String(value)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </>
  );
}

function Shown({ preview, name, href }: ArtifactContentProps) {
  switch (preview.kind) {
    case "text":
      return <Text text={readable(preview.text, preview.syntax)} label={name} />;
    case "markdown":
      return <Markdown text={preview.text} />;
    case "html":
      // No permission at all: its scripts do not run, and it is of no origin.
      return (
        <iframe
          title={name}
          sandbox=""
          srcDoc={preview.text}
          className="h-[70dvh] w-full rounded-md border bg-white"
        />
      );
    case "table":
      return <Table preview={preview} />;
    case "image":
      return (
        <div className="relative h-[60dvh]">
          <Image
            src={href}
            alt={name}
            fill
            unoptimized
            className="object-contain object-left-top"
          />
        </div>
      );
    case "model":
      return (
        <div className="grid gap-4">
          <SignatureCard card={preview.model} />
          <Text text={preview.text} label={name} />
        </div>
      );
    case "none":
      return <Callout tone="info">{preview.reason}</Callout>;
  }
}

/** What can be shown of a file, and a word when that is not all of it. */
export function ArtifactContent(props: ArtifactContentProps) {
  const { preview } = props;
  const isCut = "isTruncated" in preview && preview.isTruncated;
  return (
    <div className="grid gap-3">
      {isCut ? (
        <Callout tone="info">Only the beginning is shown. Download the file for the rest.</Callout>
      ) : null}
      <Shown {...props} />
    </div>
  );
}
