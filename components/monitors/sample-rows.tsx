"use client";
import { useInfiniteQuery } from "@tanstack/react-query";
import { Dices } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { ReadProblem } from "@/components/ui/read-problem";
import { ScrollArea } from "@/components/ui/scroll-area";
import { Select } from "@/components/ui/select";
import { Spinner } from "@/components/ui/spinner";
import { formatCount, formatDateTime, formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { SamplePageDto, SampleRowDto } from "@/lib/monitors/dto/samples";
import { sampleRowsOptions } from "@/lib/monitors/query-options";
import type { SampleKind } from "@/lib/monitors/schema/samples";
import { comparisonParams } from "@/lib/monitors/search-params";

const KINDS = [
  { value: "none", label: "Choose rows…" },
  { value: "outlying", label: "In outlying bins, newest first" },
  { value: "random", label: "Drawn at random" },
] as const;

const head = "px-3 py-1.5 text-left font-medium text-muted text-xs first:pl-4";
const cell = "px-3 py-1.5 align-top first:pl-4";

interface SampleRowsProps {
  monitor: number;
  /** The window by its name. */
  window: string;
  title: string;
  column: string;
}

function Row({ row, deployment }: { row: SampleRowDto; deployment: string }) {
  const { slug } = useWorkspace();
  return (
    <tr className="border-t">
      <th scope="row" className={`${cell} whitespace-nowrap text-left font-normal`}>
        <Link
          href={routes.predictions(slug, deployment, { prediction: row.predictionId })}
          className="text-accent-fg underline underline-offset-2"
        >
          {formatDateTime(row.at, "UTC")}
        </Link>
        {row.row > 0 ? <span className="text-muted">{`, row ${row.row + 1}`}</span> : null}
      </th>
      <td className={`${cell} max-w-60 break-words font-medium`}>{row.value ?? "no value"}</td>
      <td className={`${cell} whitespace-nowrap`}>{row.bin}</td>
      <td className={`${cell} max-w-120`}>
        <span className="line-clamp-2 break-words text-muted text-xs">
          {row.others.map(({ name, value }) => `${name}: ${value}`).join(", ")}
        </span>
      </td>
    </tr>
  );
}

function Rows({ pages, column }: { pages: readonly SamplePageDto[]; column: string }) {
  const rows = pages.flatMap(({ items }) => items);
  const looked = pages.reduce((sum, page) => sum + page.looked, 0);
  const [first] = pages;
  return (
    <>
      <p role="status" className="px-4 pb-2 text-muted text-xs tabular-nums">
        {formatPlural(rows.length, "row")}
        {first && first.bins.length > 0 ? ` in ${first.bins.slice(0, 6).join(", ")}` : ""}
        {first && first.bins.length > 6 ? ` and ${first.bins.length - 6} more bins` : ""}
        {`; ${formatCount(looked)} predictions of the log looked through.`}
      </p>
      {rows.length > 0 && first ? (
        <ScrollArea label="Rows of the log" className="max-h-96 border-t">
          <table className="w-full text-sm tabular-nums">
            <thead>
              <tr>
                {["Came (UTC)", column, "Bin", "Beside it"].map((title) => (
                  <th key={title} scope="col" className={head}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <Row
                  key={`${row.predictionId} ${row.row}`}
                  row={row}
                  deployment={first.deployment}
                />
              ))}
            </tbody>
          </table>
        </ScrollArea>
      ) : null}
    </>
  );
}

function Found({ kind, seed, ...asked }: SampleRowsProps & { kind: SampleKind; seed: number }) {
  const { slug } = useWorkspace();
  const { monitor, window, column } = asked;
  const query = useInfiniteQuery(sampleRowsOptions(slug, { monitor, window, column, kind, seed }));
  if (query.isPending)
    return (
      <CardBody>
        <Spinner label="Looking through the log" />
      </CardBody>
    );
  if (query.isError)
    return (
      <CardBody>
        <ReadProblem read={query} />
      </CardBody>
    );
  return (
    <>
      <Rows pages={query.data.pages} column={column} />
      {query.hasNextPage ? (
        <div className="border-t px-4 py-2">
          <Button
            size="sm"
            loading={query.isFetchingNextPage}
            onClick={() => void query.fetchNextPage()}
          >
            Look further
          </Button>
        </div>
      ) : null}
    </>
  );
}

/** Rows of the log of predictions behind a window and a column. */
export function SampleRows(props: SampleRowsProps) {
  const [{ rows, seed }, set] = useQueryStates(comparisonParams, { history: "replace" });
  return (
    <Card aria-label="Rows">
      <CardHeader
        title="Rows"
        description={`What came in ${props.title}, as far as the log keeps it; masked columns stay masked.`}
        actions={
          <>
            {rows === "random" ? (
              <Button size="sm" onClick={() => void set({ seed: seed + 1 })}>
                <Dices aria-hidden="true" />
                Draw again
              </Button>
            ) : null}
            <Select
              size="sm"
              label="Which rows"
              value={rows ?? "none"}
              options={KINDS}
              onChange={(kind) => void set({ rows: kind === "none" ? null : kind })}
            />
          </>
        }
      />
      {rows === null ? null : <Found {...props} kind={rows} seed={seed} />}
    </Card>
  );
}
