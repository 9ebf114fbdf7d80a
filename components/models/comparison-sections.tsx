"use client";
import { CircleCheck, CircleHelp, CircleX } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { Link } from "@/components/ui/link";
import { formatBytes, formatCount, formatDelta, formatNumber } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { VersionComparisonDto, VersionSizeDto } from "@/lib/models/dto/comparison";
import type { DatasetPoint } from "@/lib/models/rules/compare-origins";
import type {
  ChangeState,
  Changes,
  MetricChange,
  TextChange,
} from "@/lib/models/rules/compare-values";
import type { Compatibility } from "@/lib/models/rules/signatures";
import { ChangeTable } from "./change-table";
import { directionText, MetricDelta } from "./metric-delta";

export interface Heads {
  candidate: string;
  base: string;
}

/** "2 changed, 1 added". */
function countsText({ counts }: Pick<Changes<{ state: ChangeState }>, "counts">): string {
  const parts = (["changed", "added", "removed", "same"] as const)
    .filter((state) => counts[state] > 0)
    .map((state) => `${formatCount(counts[state])} ${state}`);
  return parts.length === 0 ? "None" : parts.join(", ");
}

interface SectionProps<Item extends { state: ChangeState }> {
  title: string;
  changes: Changes<Item>;
  emptyText: string;
  children: (items: readonly Item[]) => ReactNode;
}

/** A list of changes; what is the same is shown when asked for. */
export function Section<Item extends { state: ChangeState }>({
  title,
  changes,
  emptyText,
  children,
}: SectionProps<Item>) {
  const [showsAll, setShowsAll] = useState(false);
  const { items, counts, isTruncated } = changes;
  const shown = showsAll ? items : items.filter(({ state }) => state !== "same");
  return (
    <Card>
      <CardHeader
        title={title}
        description={countsText(changes)}
        actions={
          counts.same > 0 ? (
            <Field inline label="Show what is the same">
              <Checkbox
                checked={showsAll}
                onCheckedChange={(checked) => setShowsAll(checked === true)}
              />
            </Field>
          ) : null
        }
      />
      {shown.length === 0 ? (
        <CardBody className="py-3 text-muted text-sm">
          {items.length === 0 ? emptyText : "Nothing differs."}
        </CardBody>
      ) : (
        children(shown)
      )}
      {isTruncated ? (
        <p className="border-t px-4 py-2 text-muted text-xs">
          There are more than are shown here; what differs comes first.
        </p>
      ) : null}
    </Card>
  );
}

const code = (text: string | null) =>
  text === null ? null : <code className="break-all font-mono text-xs">{text || "any"}</code>;

export function TextSection({
  title,
  changes,
  emptyText,
  heads,
}: {
  title: string;
  changes: Changes<TextChange>;
  emptyText: string;
  heads: Heads;
}) {
  return (
    <Section title={title} changes={changes} emptyText={emptyText}>
      {(items) => (
        <ChangeTable
          label={title}
          heads={heads}
          rows={items.map(({ key, state, candidate, base }) => ({
            key,
            state,
            name: key,
            candidate: code(candidate),
            base: code(base),
          }))}
        />
      )}
    </Section>
  );
}

const DIGITS = 8;
const numberOf = (value: number | null) => (value === null ? null : formatNumber(value, DIGITS));

export function MetricsSection({
  changes,
  heads,
}: {
  changes: Changes<MetricChange>;
  heads: Heads;
}) {
  return (
    <Section title="Metrics" changes={changes} emptyText="Neither version has any.">
      {(items) => (
        <ChangeTable
          label="Metrics"
          heads={heads}
          rows={items.map((change) => ({
            key: change.key,
            state: change.state,
            name: <span title={directionText(change)}>{change.key}</span>,
            candidate: (
              <span className="grid gap-0.5">
                {numberOf(change.candidate)}
                {change.state === "changed" ? <MetricDelta change={change} /> : null}
              </span>
            ),
            base: numberOf(change.base),
          }))}
        />
      )}
    </Section>
  );
}

function DatasetName({ name, point }: { name: string; point: DatasetPoint | null }) {
  const { slug } = useWorkspace();
  if (!point) return null;
  const { datasetId, number, digest } = point;
  if (datasetId === null || number === null) return code(digest);
  return (
    <span className="grid gap-0.5">
      <Link
        href={routes.dataset(slug, datasetId, { version: String(number) })}
        className="text-accent-fg underline underline-offset-2"
      >
        {`${name} version ${number}`}
      </Link>
      <span className="break-all text-muted text-xs">{digest}</span>
    </span>
  );
}

export function DatasetsSection({
  changes,
  heads,
}: {
  changes: VersionComparisonDto["datasets"];
  heads: Heads;
}) {
  return (
    <Section title="Datasets" changes={changes} emptyText="Neither run said what it read.">
      {(items) => (
        <ChangeTable
          label="Datasets"
          heads={heads}
          rows={items.map(({ name, context, state, candidate, base }, index) => ({
            key: `${name} ${context} ${index}`,
            state,
            name: context === "" ? name : `${name} (${context})`,
            candidate: candidate && <DatasetName name={name} point={candidate} />,
            base: base && <DatasetName name={name} point={base} />,
          }))}
        />
      )}
    </Section>
  );
}

const COMPATIBILITY = {
  compatible: { label: "Compatible", tone: "success", Icon: CircleCheck },
  incompatible: { label: "Incompatible", tone: "danger", Icon: CircleX },
  unknown: { label: "Not known", tone: "neutral", Icon: CircleHelp },
} as const satisfies Record<Compatibility, { label: string; tone: Tone; Icon: typeof CircleX }>;

const FIELD_STATES = { added: "added", removed: "removed", retyped: "changed" } as const;
const SIDES = { inputs: "input", outputs: "output", params: "parameter" } as const;

export function SignatureSection({
  signature,
  heads,
}: {
  signature: VersionComparisonDto["signature"];
  heads: Heads;
}) {
  const { compatibility, changes, reasons } = signature;
  const { label, tone, Icon } = COMPATIBILITY[compatibility];
  return (
    <Card>
      <CardHeader
        title="Signature"
        description="Whether callers of the one can call the other"
        actions={
          <Badge tone={tone} icon={<Icon aria-hidden="true" />}>
            {label}
          </Badge>
        }
      />
      {changes.length > 0 ? (
        <ChangeTable
          label="Signature"
          heads={heads}
          rows={changes.map(({ side, name, state, candidate, base, problem }) => ({
            key: `${side} ${name}`,
            state: FIELD_STATES[state],
            stateLabel: state === "retyped" ? "Other type" : undefined,
            name: `${name} (${SIDES[side]})`,
            candidate: code(candidate),
            base: code(base),
            note: problem ?? undefined,
          }))}
        />
      ) : (
        <CardBody className="py-3 text-muted text-sm">
          {reasons.length > 0 ? reasons.join(" ") : "Both take and give the same."}
        </CardBody>
      )}
    </Card>
  );
}

const sizeText = (size: VersionSizeDto | null) =>
  size === null ? null : `${size.isComplete ? "" : "at least "}${formatBytes(size.bytes)}`;

/** What is said of each in one line: code, size, flavors, Python. */
export function OriginSection({
  comparison,
  heads,
}: {
  comparison: VersionComparisonDto;
  heads: Heads;
}) {
  const { code: lines, size, flavors, environment } = comparison;
  const { candidate, base, difference } = size;
  const flavorsOf = (missing: "added" | "removed") =>
    flavors
      .filter(({ state }) => state !== missing)
      .map(({ flavor }) => flavor)
      .join(", ") || null;
  const line = (key: string, own: string | null, other: string | null) => ({
    key,
    name: key,
    state: own === other ? ("same" as const) : ("changed" as const),
    candidate: code(own),
    base: code(other),
  });
  const rows = [
    ...lines.map(({ key, candidate: own, base: other }) => line(key, own, other)),
    line("flavors", flavorsOf("removed"), flavorsOf("added")),
    line("python", environment.python.candidate, environment.python.base),
    line("mlflow", environment.mlflow.candidate, environment.mlflow.base),
    {
      ...line("size", sizeText(candidate), sizeText(base)),
      stateLabel: difference ? `${formatDelta(difference / 1024)} KiB` : undefined,
    },
  ].filter((row) => row.candidate !== null || row.base !== null);
  return (
    <Card>
      <CardHeader title="Code, environment and size" />
      {rows.length === 0 ? (
        <CardBody className="py-3 text-muted text-sm">Neither says where it came from.</CardBody>
      ) : (
        <ChangeTable label="Code, environment and size" heads={heads} rows={rows} />
      )}
    </Card>
  );
}
