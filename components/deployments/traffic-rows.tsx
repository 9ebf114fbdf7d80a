"use client";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { RevisionDto } from "@/lib/deployments/dto/deployments";
import { StateBadge } from "./deployment-badges";
import type { TrafficRow } from "./traffic-form";
import { servedTitle } from "./traffic-parts";

interface TrafficRowsProps {
  rows: readonly TrafficRow[];
  revisions: readonly RevisionDto[];
  problem: string | undefined;
  onChange: (rows: readonly TrafficRow[]) => void;
}

/** How much each revision answers, and of how much it gets a copy. */
export function TrafficRows({ rows, revisions, problem, onChange }: TrafficRowsProps) {
  const change = (revision: number, part: Partial<TrafficRow>) =>
    onChange(rows.map((row) => (row.revision === revision ? { ...row, ...part } : row)));
  const others = revisions.filter(
    ({ number, isGone }) => !isGone && !rows.some(({ revision }) => revision === number),
  );
  const found = (revision: number) => revisions.find(({ number }) => number === revision);
  return (
    <div className="grid gap-3">
      {rows.map(({ revision, weight, shadow }, index) => {
        const served = found(revision);
        return (
          <div
            key={revision}
            className="grid items-start gap-x-3 gap-y-1.5 sm:grid-cols-[minmax(0,1fr)_7rem_7rem]"
          >
            <div className="flex min-w-0 flex-wrap items-center gap-2 self-center text-sm">
              <span className="break-words font-medium">
                Revision {revision}
                {served ? `: ${servedTitle(served)}` : ""}
              </span>
              {served ? <StateBadge status={served.state.status} /> : null}
            </div>
            <Field
              label={`Percent of revision ${revision}`}
              hideLabel
              required
              error={index === 0 ? problem : undefined}
            >
              <Input
                value={weight}
                inputMode="decimal"
                placeholder="0 %"
                onChange={(event) => change(revision, { weight: event.target.value })}
              />
            </Field>
            <Field label={`Shadow percent of revision ${revision}`} hideLabel required>
              <Input
                value={shadow}
                inputMode="decimal"
                placeholder="no copies"
                onChange={(event) => change(revision, { shadow: event.target.value })}
              />
            </Field>
          </div>
        );
      })}
      {others.length > 0 ? (
        <Select
          label="Add a revision"
          placeholder="Add a revision…"
          options={others.map((one) => ({
            value: String(one.number),
            label: `Revision ${one.number}: ${servedTitle(one)}`,
          }))}
          onChange={(number) =>
            onChange([...rows, { revision: Number(number), weight: "", shadow: "" }])
          }
          className="sm:w-64"
        />
      ) : null}
    </div>
  );
}
