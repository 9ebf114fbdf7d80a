"use client";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatNumber, NO_VALUE } from "@/lib/core/format";
import type { MonitorComparisonDto } from "@/lib/monitors/dto/comparisons";
import { figuresOfFindings } from "@/lib/monitors/rules/changes";
import { METHOD_WORDS } from "@/lib/monitors/rules/method-words";
import { COLUMN_WORDS } from "@/lib/monitors/rules/words";
import { DefinedTerm } from "./defined-term";
import { VERDICT_TONES } from "./verdict-tones";

const head =
  "whitespace-nowrap px-3 py-1.5 text-right font-medium text-muted text-xs first:pl-4 first:text-left";
const cell = "px-3 py-1.5 text-right first:pl-4 first:text-left";

interface CompareColumnsProps {
  comparison: MonitorComparisonDto;
  onChoose: (column: string) => void;
  onMore: () => void;
}

/** Every column with how far its sides are apart, the farthest one first. */
export function CompareColumns({ comparison, onChoose, onMore }: CompareColumnsProps) {
  const { findings, hidden, column } = comparison;
  const figures = figuresOfFindings(findings);
  return (
    <Card aria-label="Columns">
      <CardHeader title="Columns" description="The farthest one first; press one to open it." />
      <ScrollArea label="Columns of both sides" className="max-h-112 border-t">
        <table className="w-full text-sm tabular-nums">
          <thead className="sticky top-0 bg-surface">
            <tr>
              {["Column", "Verdict"].map((title) => (
                <th key={title} scope="col" className={head}>
                  {title}
                </th>
              ))}
              {figures.map(({ key, label, definition }) => (
                <th key={key} scope="col" className={head}>
                  <DefinedTerm term={label} definition={definition} />
                </th>
              ))}
              <th scope="col" className={head}>
                Method
              </th>
            </tr>
          </thead>
          <tbody>
            {findings.map((one) => {
              const isOpen = one.name === column?.finding.name;
              const { label, mark } = COLUMN_WORDS[one.verdict];
              const method = METHOD_WORDS[one.method];
              return (
                <tr key={one.name} className={cn("border-t", isOpen && "bg-selected")}>
                  <th scope="row" className={cn(cell, "max-w-60 font-normal")}>
                    <button
                      type="button"
                      aria-pressed={isOpen}
                      title={one.name}
                      onClick={() => onChoose(one.name)}
                      className="block max-w-full truncate rounded-xs text-accent-fg underline underline-offset-2"
                    >
                      {one.name}
                    </button>
                  </th>
                  <td className={cell}>
                    <Badge
                      tone={VERDICT_TONES[one.verdict]}
                      icon={<span aria-hidden="true">{mark}</span>}
                    >
                      {label}
                    </Badge>
                  </td>
                  {figures.map(({ key }) => (
                    <td key={key} className={cell}>
                      {one[key] === null ? NO_VALUE : formatNumber(one[key], 3)}
                    </td>
                  ))}
                  <td className={cn(cell, "whitespace-nowrap")}>
                    <DefinedTerm
                      term={method.label}
                      definition={`${method.label}, ${method.base}.`}
                    />
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </ScrollArea>
      {hidden > 0 ? (
        <div className="border-t px-4 py-2">
          <Button size="sm" onClick={onMore}>{`Show more of ${hidden} columns`}</Button>
        </div>
      ) : null}
    </Card>
  );
}
