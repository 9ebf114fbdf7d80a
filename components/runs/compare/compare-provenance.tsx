"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { EqualNot } from "lucide-react";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { cn } from "@/components/ui/class-names";
import { ScrollArea } from "@/components/ui/scroll-area";
import { SkeletonLines } from "@/components/ui/skeleton";
import type { ProvenanceComparisonDto } from "@/lib/compute/dto/provenance";
import { comparedProvenanceOptions } from "@/lib/compute/query-options";
import { readableValue } from "@/lib/compute/rules/provenance";
import type { ComparedFact } from "@/lib/compute/rules/run-provenance";
import { MAX_COMPARED_PROVENANCE } from "@/lib/compute/schema/provenance";
import { formatPlural, NO_VALUE } from "@/lib/core/format";
import type { ComparedRunDto } from "@/lib/runs/dto/comparison";
import { RunSwatch } from "../run-swatch";
import { type ProvenanceColumn, prepareProvenance } from "./prepare-provenance";

type Run = Pick<ComparedRunDto, "uuid" | "name" | "color">;
type Column = ProvenanceColumn<Run>;

interface ColumnsProps {
  columns: readonly Column[];
  /** The column that the others are compared with; null while its values are not there. */
  baseline: Column | null;
}

const cell = "border-b px-3 py-1.5 text-left align-top";

/** A value; beside another than the baseline's a sign says so. */
function Value({ value, isOther }: { value: string | null; isOther: boolean }) {
  return (
    <span className="flex items-start gap-1.5">
      {isOther ? (
        <span className="mt-0.5 shrink-0 text-warning-fg" title="Other than the baseline">
          <EqualNot aria-hidden="true" className="size-3.5" />
          <span className="sr-only">Other than the baseline:</span>
        </span>
      ) : null}
      <span
        className={cn(
          "min-w-0 whitespace-pre-wrap [overflow-wrap:anywhere]",
          isOther && "font-medium",
        )}
        title={value ?? undefined}
      >
        {value === null ? (
          <span className="text-muted">{NO_VALUE}</span>
        ) : (
          readableValue(value).text
        )}
      </span>
    </span>
  );
}

function Name({ fact: { group, name } }: { fact: ComparedFact }) {
  return (
    <th scope="row" className={cn(cell, "sticky left-0 z-1 w-44 bg-surface font-normal sm:w-56")}>
      <span className="block text-muted text-xs">{group}</span>
      <span className="[overflow-wrap:anywhere]">{name}</span>
    </th>
  );
}

function Heads({ columns, baseline }: ColumnsProps) {
  return (
    <thead>
      <tr>
        <th
          scope="col"
          className={cn(cell, "sticky left-0 z-2 w-44 bg-sunken font-medium sm:w-56")}
        >
          Name
        </th>
        {columns.map(({ run: { uuid, name, color }, at }) => (
          <th key={uuid} scope="col" className={cn(cell, "min-w-52 bg-sunken font-medium")}>
            <span className="flex min-w-0 items-center gap-1.5">
              <RunSwatch color={color} />
              <span className="min-w-0 [overflow-wrap:anywhere]">{name}</span>
              {at === baseline?.at ? <span className="text-muted text-xs">baseline</span> : null}
            </span>
          </th>
        ))}
      </tr>
    </thead>
  );
}

function Unpinned({ columns }: Pick<ColumnsProps, "columns">) {
  return (
    <tr>
      <th scope="row" className={cn(cell, "sticky left-0 z-1 bg-surface font-normal")}>
        Could not be pinned
      </th>
      {columns.map(({ run, unpinned }) => (
        <td key={run.uuid} className={cell}>
          {unpinned.length === 0 ? (
            "Nothing"
          ) : (
            <ul className="grid list-disc gap-0.5 pl-4">
              {unpinned.map((sentence) => (
                <li key={sentence}>{sentence}</li>
              ))}
            </ul>
          )}
        </td>
      ))}
    </tr>
  );
}

function Differences({
  columns,
  baseline,
  facts,
}: ColumnsProps & Pick<ProvenanceComparisonDto, "facts">) {
  const different = facts.filter(({ isDifferent }) => isDifferent);
  return (
    <section
      aria-label="What differs"
      className="min-w-0 overflow-hidden rounded-lg border bg-surface"
    >
      <h2 className="border-b px-3 py-2 font-semibold text-sm">
        {different.length === 0
          ? "Nothing that is known of them differs"
          : `${formatPlural(different.length, "thing")} of ${facts.length} ${different.length === 1 ? "differs" : "differ"}`}
      </h2>
      <ScrollArea label="Provenance side by side">
        <table className="w-full border-separate border-spacing-0 text-sm">
          <caption className="sr-only">Provenance side by side</caption>
          <Heads columns={columns} baseline={baseline} />
          <tbody>
            {different.map((fact) => (
              <tr key={`${fact.group} ${fact.name}`}>
                <Name fact={fact} />
                {columns.map(({ run, at }) => {
                  const value = fact.values[at] ?? null;
                  const isOther = baseline !== null && value !== (fact.values[baseline.at] ?? null);
                  return (
                    <td key={run.uuid} className={cell}>
                      <Value value={value} isOther={isOther} />
                    </td>
                  );
                })}
              </tr>
            ))}
            <Unpinned columns={columns} />
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}

function Same({ facts }: Pick<ProvenanceComparisonDto, "facts">) {
  const same = facts.filter(({ isDifferent }) => !isDifferent);
  if (same.length === 0) return null;
  return (
    <details className="min-w-0 rounded-lg border bg-surface">
      <summary className="cursor-pointer border-b px-3 py-2 text-sm">
        {formatPlural(same.length, "thing")} {same.length === 1 ? "is" : "are"} the same
      </summary>
      <table className="w-full border-separate border-spacing-0 text-sm">
        <caption className="sr-only">What is the same</caption>
        <tbody>
          {same.map((fact) => (
            <tr key={`${fact.group} ${fact.name}`}>
              <Name fact={fact} />
              <td className={cell}>
                <Value value={fact.values[0] ?? null} isOther={false} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}

interface CompareProvenanceProps {
  workspace: string;
  /** The first is the baseline. */
  runs: readonly Run[];
}

/** How the runs came to be, side by side: first what differs. */
export function CompareProvenance({ workspace, runs }: CompareProvenanceProps) {
  const shown = runs.slice(0, MAX_COMPARED_PROVENANCE);
  const { data, error, isFetching, refetch } = useQuery({
    ...comparedProvenanceOptions(
      workspace,
      shown.map(({ uuid }) => uuid),
    ),
    placeholderData: keepPreviousData,
  });
  if (error)
    return (
      <Callout tone="danger" title={error.message}>
        <Button size="sm" loading={isFetching} onClick={() => void refetch()}>
          Try again
        </Button>
      </Callout>
    );
  if (!data) return <SkeletonLines lines={8} label="Reading where the runs came from" />;
  const { columns, baseline } = prepareProvenance(shown, data.runs);
  return (
    <>
      {shown.length < runs.length ? (
        <Callout tone="neutral">
          The first {shown.length} of {runs.length} runs are compared here.
        </Callout>
      ) : null}
      <Differences columns={columns} baseline={baseline} facts={data.facts} />
      <Same facts={data.facts} />
    </>
  );
}
