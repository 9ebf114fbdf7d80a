"use client";
import { ArrowDown, ArrowUp } from "lucide-react";
import { useMemo, useState } from "react";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { cn } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { SearchInput } from "@/components/ui/search-input";
import { formatPlural } from "@/lib/core/format";
import type { LineageGraphDto } from "@/lib/lineage/dto";
import type { Direction } from "@/lib/lineage/rules/nodes";
import type { LineageSort } from "@/lib/lineage/search-params";
import { KIND_LOOKS, kindCount, roleText, stateLook } from "./node-looks";
import {
  distanceText,
  prepareTable,
  searchRows,
  sortRows,
  type TableNeighbour,
  type TableRow,
} from "./prepare-table";
import type { LineageViewState } from "./use-lineage-view";

interface LineageTableProps {
  graph: LineageGraphDto;
  state: LineageViewState;
}

const COLUMNS = [
  { id: "title", label: "Node" },
  { id: "kind", label: "Kind" },
  { id: "distance", label: "From the focus" },
  { id: null, label: "Made of" },
  { id: null, label: "Leads to" },
  { id: "at", label: "Made" },
] as const satisfies readonly { id: LineageSort | null; label: string }[];

const kindOf = ({ node }: TableRow) => KIND_LOOKS[node.kind].label;

/** The same graph as rows: for whoever does not see a picture, or has no room for one. */
export function LineageTable({ graph, state }: LineageTableProps) {
  const { view, setView } = state;
  const all = useMemo(() => prepareTable(graph), [graph]);
  const rows = useMemo(() => sortRows(searchRows(all, view.search, kindOf), view), [all, view]);
  return (
    <div className="min-h-0 grow overflow-y-auto">
      <div className="flex flex-wrap items-center gap-3 px-4 py-3 sm:px-6">
        <SearchInput
          label="Search nodes"
          placeholder="Search by name, kind or place"
          value={view.search}
          onChange={(search) => void setView({ search: search || null })}
          className="w-full sm:w-72"
        />
        <p role="status" className="text-muted text-sm">
          {rows.length === all.length
            ? formatPlural(all.length, "node")
            : `${rows.length} of ${formatPlural(all.length, "node")}`}
        </p>
      </div>
      {rows.length === 0 ? (
        <EmptyState
          title="No node matches"
          action={<Button onClick={() => void setView({ search: null })}>Clear the search</Button>}
        >
          The search looks at what the graph shows. To look further, choose more levels.
        </EmptyState>
      ) : (
        <Rows rows={rows} state={state} />
      )}
    </div>
  );
}

function Rows({ rows, state }: { rows: readonly TableRow[]; state: LineageViewState }) {
  return (
    <table className="w-full border-collapse text-left text-sm">
      <caption className="sr-only">Nodes of the lineage graph and how they are connected</caption>
      <thead className="border-y bg-sunken text-muted text-xs max-md:hidden">
        <tr>
          {COLUMNS.map(({ id, label }) => (
            <Heading key={label} id={id} label={label} state={state} />
          ))}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <Row key={row.node.id} row={row} state={state} />
        ))}
      </tbody>
    </table>
  );
}

function Heading({
  id,
  label,
  state: { view, setView },
}: {
  id: LineageSort | null;
  label: string;
  state: LineageViewState;
}) {
  const isSorted = id !== null && view.sort === id;
  const Arrow = view.isDescending ? ArrowDown : ArrowUp;
  return (
    <th
      scope="col"
      {...(isSorted
        ? { "aria-sort": view.isDescending ? ("descending" as const) : ("ascending" as const) }
        : {})}
      className="px-3 py-1.5 font-medium first:pl-4 sm:first:pl-6"
    >
      {id === null ? (
        label
      ) : (
        <button
          type="button"
          onClick={() => void setView({ sort: id, isDescending: isSorted && !view.isDescending })}
          className="inline-flex min-h-6 items-center gap-1 rounded-sm hover:text-fg"
        >
          {label}
          {isSorted ? <Arrow aria-hidden="true" className="size-3.5" /> : null}
        </button>
      )}
    </th>
  );
}

const cellStyles = "px-3 py-2 align-top max-md:block max-md:px-4 max-md:py-0.5";

function Row({ row, state }: { row: TableRow; state: LineageViewState }) {
  const { node, distance } = row;
  const { label, Icon } = KIND_LOOKS[node.kind];
  const look = stateLook(node);
  return (
    <tr
      className={cn(
        "border-b max-md:block max-md:py-2",
        distance === 0 && "bg-accent-soft",
        state.view.selected === node.id && "outline-2 outline-ring -outline-offset-2",
      )}
    >
      <th scope="row" className={cn(cellStyles, "min-w-52 font-normal first:pl-4 sm:first:pl-6")}>
        <button
          type="button"
          onClick={() => state.select(node.id)}
          className="flex min-h-6 max-w-full items-start gap-2 text-left font-medium hover:text-accent-fg hover:underline"
        >
          <Icon aria-hidden="true" className="mt-0.5 size-4 shrink-0 text-muted" />
          <span className={cn("min-w-0 break-words", node.isDeleted && "line-through")}>
            {node.title}
          </span>
        </button>
        <span className="mt-0.5 flex flex-wrap items-center gap-1 pl-6 text-muted text-xs">
          {look ? (
            <Badge tone={look.tone} icon={<look.Icon aria-hidden="true" />}>
              {look.label}
            </Badge>
          ) : null}
          {node.places.map((place) => (
            <Badge key={place} tone="accent">
              {place}
            </Badge>
          ))}
          <span className="min-w-0 break-words">{node.subtitle}</span>
        </span>
      </th>
      <td className={cn(cellStyles, "whitespace-nowrap max-md:pl-10 max-md:text-muted")}>
        {label}
      </td>
      <td className={cn(cellStyles, "whitespace-nowrap max-md:pl-10 max-md:text-muted")}>
        {distanceText(distance)}
      </td>
      <SideCell row={row} direction="upstream" state={state} />
      <SideCell row={row} direction="downstream" state={state} />
      <td className={cn(cellStyles, "whitespace-nowrap text-muted max-md:pl-10")}>
        {node.at === null ? null : <RelativeTime at={node.at} />}
      </td>
    </tr>
  );
}

/** Before the list is cut. */
const SHOWN = 3;

function SideCell({
  row,
  direction,
  state,
}: {
  row: TableRow;
  direction: Direction;
  state: LineageViewState;
}) {
  const [isWhole, setIsWhole] = useState(false);
  const all = row.neighbours[direction];
  const shown = isWhole ? all : all.slice(0, SHOWN);
  const clusters = row.clusters.filter((cluster) => cluster.direction === direction);
  const what = direction === "upstream" ? "Made of" : "Leads to";
  return (
    <td className={cn(cellStyles, "min-w-48 max-md:pl-10")}>
      {all.length + clusters.length > 0 ? (
        <span className="text-muted text-xs md:hidden">{what}</span>
      ) : null}
      <ul className="grid gap-0.5">
        {shown.map((neighbour) => (
          <SideItem
            key={`${neighbour.node.id} ${neighbour.edge.role}`}
            neighbour={neighbour}
            onSelect={state.select}
          />
        ))}
        {all.length > shown.length ? (
          <li>
            <Button variant="link" size="sm" onClick={() => setIsWhole(true)}>
              {`${all.length - shown.length} more shown`}
            </Button>
          </li>
        ) : null}
        {clusters.map((cluster) => (
          <li key={cluster.kind}>
            <Button variant="link" size="sm" onClick={() => state.list(cluster)}>
              {kindCount(cluster.kind, cluster.hidden, cluster.isExact)} not shown
            </Button>
          </li>
        ))}
      </ul>
    </td>
  );
}

function SideItem({
  neighbour: { node, edge },
  onSelect,
}: {
  neighbour: TableNeighbour;
  onSelect: (id: string) => void;
}) {
  return (
    <li className="min-w-0 break-words">
      <button
        type="button"
        onClick={() => onSelect(node.id)}
        className="min-h-6 text-left hover:text-accent-fg hover:underline"
      >
        {node.title}
      </button>{" "}
      <span className="text-muted text-xs">{roleText(edge)}</span>
    </li>
  );
}
