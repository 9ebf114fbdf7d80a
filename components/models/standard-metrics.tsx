"use client";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { searchColumns } from "@/components/tables/column-search";
import { Card, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { ScrollArea } from "@/components/ui/scroll-area";
import { SearchInput } from "@/components/ui/search-input";
import { formatNumber, NO_VALUE } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { StandardDto, VersionStandardsDto } from "@/lib/models/dto/comparison";
import type { VersionPageDto } from "@/lib/models/dto/versions";
import { compareMetrics, type MetricChange } from "@/lib/models/rules/compare-values";
import { directionText, MetricDelta } from "./metric-delta";

const head = "px-3 sm:whitespace-nowrap py-1.5 font-medium text-muted text-xs";
const cell = "whitespace-nowrap border-t px-3 py-1.5 text-right align-top tabular-nums";
/** Enough to tell near equals apart, and to copy. */
const DIGITS = 8;
/** Fewer rows than this are found by looking. */
const SEARCHED_FROM = 9;

interface Column {
  standard: StandardDto;
  label: string;
  changes: ReadonlyMap<string, MetricChange>;
}

/** The versions worth measuring against: the production version, and the one before unless it is the same. */
function columnsOf(
  { version, metrics }: VersionPageDto,
  { previous, production }: VersionStandardsDto,
): Column[] {
  const serving = production?.version === version.version ? null : production;
  const before = previous?.version === serving?.version ? null : previous;
  const column = (standard: StandardDto | null, label: string): Column[] =>
    standard === null
      ? []
      : [
          {
            standard,
            label,
            changes: new Map(
              compareMetrics(metrics, standard.metrics).map((change) => [change.key, change]),
            ),
          },
        ];
  return [
    ...column(serving, `Production, version ${serving?.version}`),
    ...column(before, `Before, version ${before?.version}`),
  ];
}

function StandardCell({ change }: { change: MetricChange | undefined }) {
  return (
    <td className={cell}>
      {change?.base === null || change === undefined ? (
        <span className="text-subtle">{NO_VALUE}</span>
      ) : (
        <span className="grid justify-items-end">
          <span>{formatNumber(change.base)}</span>
          {change.candidate === null ? null : <MetricDelta change={change} />}
        </span>
      )}
    </td>
  );
}

interface MetricRow {
  key: string;
  value: number | null;
}

function rowsOf(page: VersionPageDto, columns: readonly Column[]): MetricRow[] {
  const own = compareMetrics(page.metrics, []).map(({ key, candidate }) => ({
    key,
    value: candidate,
  }));
  const known = new Set(own.map(({ key }) => key));
  const missing = new Set(
    columns.flatMap(({ changes }) => [...changes.keys()].filter((key) => !known.has(key))),
  );
  return [...own, ...[...missing].map((key) => ({ key, value: null }))];
}

interface StandardMetricsProps {
  page: VersionPageDto;
  standards: VersionStandardsDto;
}

/** The metrics of a version beside those of the version that serves and of the one before. */
export function StandardMetrics({ page, standards }: StandardMetricsProps) {
  const { slug } = useWorkspace();
  const [search, setSearch] = useState("");
  const { version } = page;
  const columns = columnsOf(page, standards);
  const rows = rowsOf(page, columns);
  const { found, problem } = searchColumns(rows, search, ({ key }) => key);
  const [first] = columns;
  const places = standards.production?.places.join(" and ");
  const serves = standards.production?.version === version.version;
  return (
    <Card>
      <CardHeader
        title={`Metrics (${rows.length})`}
        description={serves ? `This version serves at ${places}.` : undefined}
        actions={
          first ? (
            <LinkButton
              size="sm"
              href={routes.versionComparison(slug, version, {
                name: version.name,
                version: first.standard.version,
              })}
            >
              Compare
            </LinkButton>
          ) : null
        }
      />
      {rows.length >= SEARCHED_FROM ? (
        <div className="flex items-center gap-2 border-b px-3 py-2">
          <SearchInput
            label="Search metrics"
            placeholder="Search, or /regex/"
            value={search}
            onChange={setSearch}
            className="grow"
          />
          <span role="status" className="whitespace-nowrap text-muted text-xs">
            {problem ?? `${found.length} of ${rows.length}`}
          </span>
        </div>
      ) : null}
      {rows.length === 0 ? (
        <p className="px-4 py-3 text-muted text-sm">
          Neither its run nor its logged model has any.
        </p>
      ) : (
        <ScrollArea label="Metrics" className="max-h-110">
          <table className="w-full border-separate border-spacing-0 text-sm">
            <thead>
              <tr>
                <th scope="col" className={`${head} pl-4 text-left`}>
                  Metric
                </th>
                <th scope="col" className={`${head} text-right`}>
                  This version
                </th>
                {columns.map(({ standard, label }) => (
                  <th key={standard.version} scope="col" className={`${head} text-right`}>
                    <Link
                      href={routes.modelVersion(slug, version.name, standard.version)}
                      title={standard.places.join(", ")}
                      className="hover:text-accent-fg hover:underline"
                    >
                      {label}
                    </Link>
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {found.map(({ key, value }) => (
                <tr key={key} className="hover:bg-hover">
                  <th
                    scope="row"
                    title={directionText(compareDirection(columns, key))}
                    className="wrap-anywhere min-w-24 border-t px-4 py-1.5 text-left align-top font-normal text-muted"
                  >
                    {key}
                  </th>
                  <td className={`${cell} font-medium`}>
                    {value === null ? (
                      <span className="text-subtle">{NO_VALUE}</span>
                    ) : (
                      formatNumber(value, DIGITS)
                    )}
                  </td>
                  {columns.map(({ standard, changes }) => (
                    <StandardCell key={standard.version} change={changes.get(key)} />
                  ))}
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
    </Card>
  );
}

function compareDirection(
  columns: readonly Column[],
  key: string,
): Pick<MetricChange, "direction"> {
  return columns[0]?.changes.get(key) ?? { direction: null };
}
