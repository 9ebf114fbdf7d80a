"use client";
import { GitCompareArrows } from "lucide-react";
import { useRouter } from "next/navigation";
import { parseAsString, useQueryState } from "nuqs";
import { useMemo } from "react";
import { CumulativeChart } from "@/components/monitors/cumulative-chart";
import { DistributionBars } from "@/components/monitors/distribution-bars";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Select } from "@/components/ui/select";
import { formatCount, formatNumber, formatPercent } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { ComparisonDto } from "@/lib/datasets/dto/datasets";
import type { DatasetVersionDto } from "@/lib/datasets/dto/versions";
import type { ColumnDifference, SchemaChange } from "@/lib/datasets/rules/compare";
import { cumulativeOf } from "@/lib/monitors/rules/cumulative";

interface ComparisonCardProps {
  workspace: string;
  version: DatasetVersionDto;
  versions: readonly DatasetVersionDto[];
  comparison: ComparisonDto | null;
}

const CHANGES: Readonly<Record<SchemaChange["change"], string>> = {
  added: "New column",
  removed: "Gone",
  retyped: "Other type",
};

/** The usual reading of the index: below 0.1 little, above 0.2 much. */
function drift(psi: number): { tone: Tone; label: string } {
  if (psi < 0.1) return { tone: "success", label: "little" };
  return psi <= 0.2 ? { tone: "warning", label: "some" } : { tone: "danger", label: "much" };
}

function SchemaChanges({ changes }: { changes: readonly SchemaChange[] }) {
  if (changes.length === 0) return <p className="text-muted text-sm">The columns are the same.</p>;
  return (
    <ul className="grid gap-1 text-sm">
      {changes.map(({ name, change, before, after }) => (
        <li key={name}>
          <Badge>{CHANGES[change]}</Badge> <span className="font-medium">{name}</span>{" "}
          <span className="text-muted">{[before, after].filter(Boolean).join(" → ")}</span>
        </li>
      ))}
    </ul>
  );
}

const head = "whitespace-nowrap px-3 py-2 text-left font-medium text-muted text-xs";
const cell = "px-3 py-2 align-middle";

interface SideNames {
  before: string;
  after: string;
}

/** A column's distributions in both versions, in the same bins. */
function Distributions({ difference, sides }: { difference: ColumnDifference; sides: SideNames }) {
  const { name, bins, edges } = difference;
  const shares = useMemo(
    () => (bins === null || edges === null ? null : cumulativeOf(bins, edges)),
    [bins, edges],
  );
  if (bins === null) return null;
  const kind = edges === null ? "category" : "number";
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6 lg:grid-cols-[minmax(0,1fr)_minmax(0,1fr)]">
      <DistributionBars
        distribution={{ column: name, kind, bins, others: {} }}
        sides={{ reference: sides.before, current: sides.after }}
      />
      {shares ? (
        <div>
          <CumulativeChart
            title={`Shares of ${name} up to x`}
            xName={name}
            emptyText="Neither version has a value."
            {...{ shares, sides }}
          />
        </div>
      ) : null}
    </div>
  );
}

interface DifferenceRowProps {
  difference: ColumnDifference;
  isOpen: boolean;
  onToggle: () => void;
  sides: SideNames;
}

function DifferenceRow({ difference, isOpen, onToggle, sides }: DifferenceRowProps) {
  const { name, psi, basis, nullShareBefore, nullShareAfter, meanBefore, meanAfter } = difference;
  const reading = psi === null ? null : drift(psi);
  return (
    <>
      <tr className="border-t">
        <th scope="row" className={`${cell} max-w-60 text-left font-medium`} title={name}>
          {difference.bins === null ? (
            <span className="block truncate">{name}</span>
          ) : (
            <button
              type="button"
              aria-expanded={isOpen}
              onClick={onToggle}
              className="block max-w-full truncate rounded-xs text-accent-fg underline underline-offset-2"
            >
              {name}
            </button>
          )}
        </th>
        <td className={`${cell} whitespace-nowrap`}>
          {psi === null || !reading ? (
            <span className="text-muted">Not told</span>
          ) : (
            <span className="flex items-center gap-2">
              <span className="tabular-nums">{formatNumber(psi, 3)}</span>
              <Badge tone={reading.tone}>{reading.label}</Badge>
            </span>
          )}
        </td>
        <td className={`${cell} min-w-52 text-muted text-xs`}>{basis}</td>
        <td className={`${cell} whitespace-nowrap tabular-nums`}>
          {formatPercent(nullShareBefore)} → {formatPercent(nullShareAfter)}
        </td>
        <td className={`${cell} whitespace-nowrap tabular-nums`}>
          {meanBefore === null || meanAfter === null
            ? "–"
            : `${formatNumber(meanBefore)} → ${formatNumber(meanAfter)}`}
        </td>
      </tr>
      {isOpen ? (
        <tr>
          <td colSpan={5} className="px-3 pt-1 pb-4">
            <Distributions difference={difference} sides={sides} />
          </td>
        </tr>
      ) : null}
    </>
  );
}

function Differences({ columns, before, after }: ComparisonDto) {
  const [open, setOpen] = useQueryState("column", parseAsString);
  const sides = useMemo(
    () => ({ before: `Version ${before.number}`, after: `Version ${after.number}` }),
    [before.number, after.number],
  );
  if (!columns)
    return (
      <p className="border-t px-4 py-3 text-muted text-sm">
        Distributions can be compared only where the rows of both versions were read here.
      </p>
    );
  return (
    <ScrollArea label="Columns of both versions" className="border-t">
      <table className="w-full text-sm">
        <thead>
          <tr>
            {["Column", "Drift (PSI)", "What it rests on", "Missing", "Mean"].map((title) => (
              <th key={title} scope="col" className={head}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {columns.map((difference) => (
            <DifferenceRow
              key={difference.name}
              {...{ difference, sides }}
              isOpen={open === difference.name}
              onToggle={() => void setOpen(open === difference.name ? null : difference.name)}
            />
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

const rowsText = (rows: number | null) => (rows === null ? "unknown" : formatCount(rows));

/** What changed between two versions. */
export function ComparisonCard({ workspace, version, versions, comparison }: ComparisonCardProps) {
  const router = useRouter();
  const others = versions.filter(({ number }) => number !== version.number);
  if (others.length === 0)
    return (
      <Card>
        <EmptyState icon={<GitCompareArrows />} title="There is nothing to compare with">
          This dataset has one version. Log or upload another content, and it becomes the next one.
        </EmptyState>
      </Card>
    );
  return (
    <Card>
      <CardHeader
        title={`Version ${version.number} compared with`}
        actions={
          <Select
            label="Compare with"
            size="sm"
            value={comparison ? String(comparison.before.number) : undefined}
            options={others.map(({ number }) => ({
              value: String(number),
              label: `Version ${number}`,
            }))}
            onChange={(other) =>
              router.push(
                routes.dataset(workspace, version.datasetId, {
                  version: String(version.number),
                  tab: "compare",
                  with: other,
                }),
              )
            }
          />
        }
      />
      {comparison ? (
        <>
          <CardBody className="grid gap-3">
            <p className="text-sm">
              {`Rows: ${rowsText(comparison.rowsBefore)} → ${rowsText(comparison.rowsAfter)}`}
            </p>
            <SchemaChanges changes={comparison.schema} />
          </CardBody>
          <Differences {...comparison} />
        </>
      ) : (
        <CardBody>
          <p className="text-muted text-sm">Choose a version.</p>
        </CardBody>
      )}
    </Card>
  );
}
