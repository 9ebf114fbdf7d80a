"use client";
import { parseAsInteger, useQueryStates } from "nuqs";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Select } from "@/components/ui/select";
import type { RevisionDto } from "@/lib/deployments/dto/deployments";
import { revisionChanges } from "@/lib/deployments/rules/revision-diff";
import { servedTitle } from "./traffic-parts";

const params = { from: parseAsInteger, to: parseAsInteger };

interface RevisionDiffProps {
  /** The newest first; two at least. */
  revisions: readonly RevisionDto[];
}

/** What is another one between two revisions; the address keeps which. */
export function RevisionDiff({ revisions }: RevisionDiffProps) {
  const [{ from, to }, set] = useQueryStates(params);
  const [newest, second] = revisions;
  const find = (number: number | null) => revisions.find((one) => one.number === number);
  const [before, after] = [find(from) ?? second, find(to) ?? newest];
  if (!before || !after) return null;
  const options = revisions.map((one) => ({
    value: String(one.number),
    label: `Revision ${one.number}: ${servedTitle(one)}`,
  }));
  const changes = revisionChanges(before, after);
  return (
    <Card>
      <CardHeader title="What changed between two revisions" />
      <CardBody className="grid gap-3">
        <div className="flex flex-wrap items-center gap-2 text-muted text-sm">
          <Select
            label="From revision"
            options={options}
            value={String(before.number)}
            onChange={(number) => void set({ from: Number(number) })}
            className="w-56"
          />
          to
          <Select
            label="To revision"
            options={options}
            value={String(after.number)}
            onChange={(number) => void set({ to: Number(number) })}
            className="w-56"
          />
        </div>
        {changes.length === 0 ? (
          <p className="text-muted text-sm">Nothing: the same version, served in the same way.</p>
        ) : (
          <table className="w-full text-left text-sm">
            <thead className="text-muted text-xs">
              <tr>
                <th scope="col" className="py-1 pr-4 font-normal">
                  Setting
                </th>
                <th scope="col" className="py-1 pr-4 font-normal">
                  Revision {before.number}
                </th>
                <th scope="col" className="py-1 font-normal">
                  Revision {after.number}
                </th>
              </tr>
            </thead>
            <tbody className="divide-y divide-line">
              {changes.map((change) => (
                <tr key={change.name}>
                  <th scope="row" className="py-1.5 pr-4 font-medium">
                    {change.name}
                  </th>
                  <td className="break-all py-1.5 pr-4 text-muted">{change.before ?? "–"}</td>
                  <td className="break-all py-1.5">{change.after ?? "–"}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </CardBody>
    </Card>
  );
}
