"use client";
import { type ReactNode, useState } from "react";
import { searchColumns } from "@/components/tables/column-search";
import { CopyButton } from "@/components/ui/copy-button";
import { ScrollArea } from "@/components/ui/scroll-area";
import { SearchInput } from "@/components/ui/search-input";
import { formatCount } from "@/lib/core/format";

export interface KeyValue {
  key: string;
  value: string;
}

interface KeyValueTableProps {
  /** "Parameters". */
  label: string;
  rows: readonly KeyValue[];
  /** Said where there are none. */
  emptyText: ReactNode;
  /** Beside the search box. */
  actions?: ReactNode | undefined;
  /** Buttons of a row, before the copy button. */
  renderActions?: ((row: KeyValue) => ReactNode) | undefined;
}

/** Fewer rows than this are found by looking. */
const SEARCHED_FROM = 9;
/** What is searched for is found in the value too. */
const textOf = ({ key, value }: KeyValue) => `${key} ${value}`;

/** Names and values that can be searched and copied. */
export function KeyValueTable(props: KeyValueTableProps) {
  const { label, rows, emptyText, actions, renderActions } = props;
  const [search, setSearch] = useState("");
  const { found, problem } = searchColumns(rows, search, textOf);
  const isSearchable = rows.length >= SEARCHED_FROM;
  return (
    <div className="grid min-w-0">
      {isSearchable || actions ? (
        <div className="flex items-center gap-2 border-b px-3 py-2">
          {isSearchable ? (
            <SearchInput
              label={`Search ${label.toLowerCase()}`}
              placeholder="Search, or /regex/"
              value={search}
              onChange={setSearch}
              className="grow"
            />
          ) : (
            <span className="grow" />
          )}
          {isSearchable ? (
            <span role="status" className="whitespace-nowrap text-muted text-xs">
              {problem ?? `${formatCount(found.length)} of ${formatCount(rows.length)}`}
            </span>
          ) : null}
          {actions}
        </div>
      ) : null}
      {rows.length === 0 ? <p className="px-4 py-3 text-muted text-sm">{emptyText}</p> : null}
      {rows.length > 0 ? (
        <ScrollArea label={label} className="max-h-110">
          <table className="w-full table-fixed border-separate border-spacing-0 text-sm">
            <colgroup>
              <col className="w-2/5" />
              <col />
              <col
                className={renderActions ? "w-24 pointer-coarse:w-36" : "w-12 pointer-coarse:w-16"}
              />
            </colgroup>
            <tbody>
              {found.map((row) => (
                <KeyValueRow key={row.key} row={row} actions={renderActions?.(row)} />
              ))}
            </tbody>
          </table>
        </ScrollArea>
      ) : null}
    </div>
  );
}

/** Longer values are folded until asked for. */
const LONG = 160;

function KeyValueRow({ row, actions }: { row: KeyValue; actions: ReactNode }) {
  const [isOpen, setIsOpen] = useState(false);
  const isLong = row.value.length > LONG;
  const shown = isLong && !isOpen ? `${row.value.slice(0, LONG)}…` : row.value;
  return (
    <tr className="group/row align-top hover:bg-hover">
      <th scope="row" className="break-words border-b px-4 py-1.5 text-left font-normal text-muted">
        {row.key}
      </th>
      <td className="break-words border-b px-2 py-1.5 font-mono text-xs leading-5">
        <span className="whitespace-pre-wrap">{shown}</span>
        {isLong ? (
          <button
            type="button"
            aria-expanded={isOpen}
            onClick={() => setIsOpen(!isOpen)}
            className="ml-1 rounded-xs text-accent-fg hover:underline"
          >
            {isOpen ? "less" : "more"}
          </button>
        ) : null}
      </td>
      <td className="border-b px-2 py-0.5 text-right">
        <span className="inline-flex opacity-0 focus-within:opacity-100 group-hover/row:opacity-100 pointer-coarse:opacity-100">
          {actions}
          <CopyButton value={row.value} noun={`value of ${row.key}`} />
        </span>
      </td>
    </tr>
  );
}
