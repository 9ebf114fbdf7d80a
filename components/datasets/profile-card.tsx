"use client";
import { ChartColumn } from "lucide-react";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { EmptyState } from "@/components/ui/empty-state";
import { ScrollArea } from "@/components/ui/scroll-area";
import { toast } from "@/components/ui/toast";
import { formatCount, formatNumber, formatPercent } from "@/lib/core/format";
import { inspectVersionAction } from "@/lib/datasets/actions";
import type { VersionDetailDto } from "@/lib/datasets/dto/datasets";
import type { ColumnProfile, ProfileDocument } from "@/lib/datasets/schema/profile";

interface Bar {
  /** Its place, which never moves. */
  key: string;
  count: number;
  label: string;
}

const timeText = (value: number) => new Date(value).toISOString().slice(0, 10);
const valueText = (column: ColumnProfile, value: number | null) => {
  if (value === null) return "–";
  return column.type === "time" ? timeText(value) : formatNumber(value);
};

function barsOf(column: ColumnProfile): Bar[] {
  const { histogram, top } = column;
  if (!histogram)
    return top.slice(0, 10).map(({ value, count }) => ({ key: value, count, label: value }));
  const inside = histogram.counts.map((count, index) => {
    const [from, to] = [histogram.edges[index] ?? 0, histogram.edges[index + 1] ?? 0];
    return {
      key: String(index),
      count,
      label: `${valueText(column, from)} to ${valueText(column, to)}`,
    };
  });
  return [
    ...(histogram.below > 0 ? [{ key: "below", count: histogram.below, label: "below" }] : []),
    ...inside,
    ...(histogram.above > 0 ? [{ key: "above", count: histogram.above, label: "above" }] : []),
  ];
}

/** Small bars; the same numbers are in the words beside them and on hover. */
function Distribution({ column }: { column: ColumnProfile }) {
  const bars = barsOf(column);
  const most = Math.max(1, ...bars.map(({ count }) => count));
  const frequent = column.top
    .slice(0, 3)
    .map(({ value, count }) => `${value} (${formatCount(count)})`)
    .join(", ");
  return (
    <div
      role="img"
      aria-label={column.histogram ? `Histogram of ${column.name}` : `Most frequent: ${frequent}`}
      className="flex h-9 w-40 items-end gap-px"
    >
      {bars.map(({ key, count, label }) => (
        <span
          key={key}
          title={`${label}: ${formatCount(count)}`}
          className="min-w-0 grow rounded-t-xs bg-accent"
          style={{ height: `${count === 0 ? 0 : Math.max(4, (count / most) * 100)}%` }}
        />
      ))}
    </div>
  );
}

const head = "whitespace-nowrap px-3 py-2 text-left font-medium text-muted text-xs";
const cell = "whitespace-nowrap px-3 py-2 align-middle";
const number = `${cell} text-right tabular-nums`;

function quantile(column: ColumnProfile, share: number): string {
  const found = column.quantiles.find((item) => item.share === share);
  return valueText(column, found?.value ?? null);
}

function ColumnRow({ column, rows }: { column: ColumnProfile; rows: number }) {
  const isText = column.type === "text" || column.type === "boolean";
  return (
    <tr className="border-t">
      <th
        scope="row"
        className={`${cell} max-w-60 truncate text-left font-medium`}
        title={column.name}
      >
        {column.name}
      </th>
      <td className={`${cell} text-muted`}>{column.type}</td>
      <td className={cell}>
        <Distribution column={column} />
      </td>
      <td className={number}>{rows === 0 ? "–" : formatPercent(column.nulls / rows)}</td>
      <td className={number}>
        {column.isDistinctExact ? "" : "≈ "}
        {formatCount(column.distinct)}
      </td>
      {isText ? (
        <td className={`${cell} max-w-80 truncate text-muted`} colSpan={5}>
          {column.top
            .slice(0, 5)
            .map(({ value, count }) => `${value} (${formatCount(count)})`)
            .join(", ")}
        </td>
      ) : (
        <>
          <td className={number}>{valueText(column, column.min)}</td>
          <td className={number}>{quantile(column, 0.5)}</td>
          <td className={number}>{valueText(column, column.max)}</td>
          <td className={number}>{valueText(column, column.mean)}</td>
          <td className={number}>{valueText(column, column.std)}</td>
        </>
      )}
    </tr>
  );
}

function ProfileTable({ document }: { document: ProfileDocument }) {
  const isSampled = document.sampledRows < document.rows;
  return (
    <>
      <ScrollArea label="Columns">
        <table className="w-full text-sm">
          <thead>
            <tr>
              {["Column", "Type", "Distribution"].map((title) => (
                <th key={title} scope="col" className={head}>
                  {title}
                </th>
              ))}
              {["Missing", "Different", "Least", "Median", "Greatest", "Mean", "Deviation"].map(
                (title) => (
                  <th key={title} scope="col" className={`${head} text-right`}>
                    {title}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {document.columns.map((column) => (
              <ColumnRow key={column.name} column={column} rows={document.rows} />
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <p className="border-t px-4 py-2 text-muted text-xs">
        Read in all {formatCount(document.rows)} rows.{" "}
        {isSampled
          ? `Medians come from ${formatCount(document.sampledRows)} rows, drawn evenly. `
          : ""}
        Numbers marked ≈ are estimates. Histograms use the steps of the first version that was read.
      </p>
    </>
  );
}

function ClientProfile({ detail }: { detail: VersionDetailDto }) {
  const { columns, clientProfile } = detail;
  return (
    <>
      {clientProfile.length > 0 ? (
        <Card>
          <CardHeader title="What the client said" />
          <CardBody>
            <DescriptionList>
              {clientProfile.map(({ name, value }) => (
                <DescriptionItem key={name} term={name}>
                  {value}
                </DescriptionItem>
              ))}
            </DescriptionList>
          </CardBody>
        </Card>
      ) : null}
      {columns ? (
        <Card>
          <CardHeader title={`Schema (${formatCount(columns.length)})`} />
          <CardBody>
            <DescriptionList>
              {columns.map(({ name, type }) => (
                <DescriptionItem key={name} term={name}>
                  <span className="font-mono text-xs">{type}</span>
                </DescriptionItem>
              ))}
            </DescriptionList>
          </CardBody>
        </Card>
      ) : null}
    </>
  );
}

export function InspectButton({ datasetId, detail, label }: ProfileCardProps & { label: string }) {
  const { slug } = useWorkspace();
  const [isBusy, setIsBusy] = useState(false);
  if (!useCan("dataset:write")) return null;
  const inspect = async () => {
    setIsBusy(true);
    const { number: version } = detail.version;
    const result = await inspectVersionAction({ workspace: slug, datasetId, number: version });
    setIsBusy(false);
    if (result.ok) toast("It is being read. The page shows what comes of it.", { tone: "success" });
    else toast(result.error.message, { tone: "danger" });
  };
  return (
    <Button size="sm" loading={isBusy} onClick={() => void inspect()}>
      {label}
    </Button>
  );
}

interface ProfileCardProps {
  datasetId: number;
  detail: VersionDetailDto;
}

/** What the version's columns hold, as far as its rows are here; else what its client said. */
export function ProfileCard({ datasetId, detail }: ProfileCardProps) {
  const { profile, isReadable } = detail;
  if (profile.document)
    return (
      <Card>
        <CardHeader
          title={`Columns (${formatCount(profile.document.columns.length)})`}
          actions={<InspectButton datasetId={datasetId} detail={detail} label="Read again" />}
        />
        <ProfileTable document={profile.document} />
      </Card>
    );
  const hasWords = detail.columns !== null || detail.clientProfile.length > 0;
  return (
    <>
      {profile.problem ? <Callout tone="danger">{profile.problem}</Callout> : null}
      <ClientProfile detail={detail} />
      <Card>
        <EmptyState
          icon={<ChartColumn />}
          title={hasWords ? "Its rows were not read" : "Nothing is known of its rows"}
          action={
            isReadable ? (
              <InspectButton datasetId={datasetId} detail={detail} label="Compute the profile" />
            ) : null
          }
        >
          {isReadable
            ? "The file is here: its columns can be read."
            : "Only its description is here. Upload the file as a version to see what its columns hold."}
        </EmptyState>
      </Card>
    </>
  );
}
