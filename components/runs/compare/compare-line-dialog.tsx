"use client";
import { CopyButton } from "@/components/ui/copy-button";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Link } from "@/components/ui/link";
import { routes } from "@/lib/core/routes";
import type { ComparedRunDto } from "@/lib/runs/dto/comparison";
import { RunSwatch } from "../run-swatch";
import { DeltaMark } from "./compare-cells";
import { type CompareRow, deltaOf, formatValue, SECTION_NAMES } from "./prepare-comparison";
import { prepareTextDiff } from "./prepare-text-diff";
import { TextDiff } from "./text-diff";

interface CompareLineDialogProps {
  workspace: string;
  runs: readonly ComparedRunDto[];
  row: CompareRow;
  onClose: () => void;
}

/** One line in full: every run's value, long texts against the baseline's. */
export function CompareLineDialog({ workspace, runs, row, onClose }: CompareLineDialogProps) {
  return (
    <Dialog open onOpenChange={onClose}>
      <DialogContent size="lg" title={row.label} description={SECTION_NAMES[row.section]}>
        <ul className="divide-y rounded-md border">
          {runs.map((run, index) => (
            <li key={run.uuid} className="grid gap-1 px-3 py-2">
              <div className="flex items-center gap-2">
                <RunSwatch color={run.color} />
                <Link
                  href={routes.run(workspace, run.uuid)}
                  className="min-w-0 truncate rounded-xs text-sm hover:underline"
                >
                  {run.name}
                </Link>
                {index === 0 ? <span className="text-2xs text-accent-fg">baseline</span> : null}
                <span className="grow" />
                <CopyButton
                  value={formatValue(row.values[index] ?? null)}
                  noun={`value of ${run.name}`}
                  className="-my-1"
                />
              </div>
              <FullValue row={row} index={index} />
            </li>
          ))}
        </ul>
      </DialogContent>
    </Dialog>
  );
}

function FullValue({ row, index }: { row: CompareRow; index: number }) {
  const value = row.values[index] ?? null;
  const baseline = row.values[0] ?? null;
  const delta = index === 0 ? null : deltaOf(value, baseline, row.direction);
  const parts =
    index > 0 && typeof value === "string" && typeof baseline === "string"
      ? prepareTextDiff(baseline, value)
      : null;
  return (
    <div className="flex items-start gap-3 pl-4.5 font-mono text-xs">
      {parts ? (
        <TextDiff parts={parts} />
      ) : (
        <span className="whitespace-pre-wrap break-all">{formatValue(value)}</span>
      )}
      {delta ? <DeltaMark delta={delta} /> : null}
    </div>
  );
}
