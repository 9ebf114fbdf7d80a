"use client";
import { memo, useEffect, useRef, useState } from "react";
import { cn } from "@/components/ui/class-names";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatPlural } from "@/lib/core/format";
import type { HeatColumnDto, HeatMapDto, HeatWindowDto } from "@/lib/monitors/dto/screens";
import { cellInWords, VERDICT_WORDS, windowInWords, windowShort } from "@/lib/monitors/rules/words";
import { HeatCell } from "./heat-cell";
import { type Place, stepTo } from "./prepare-heat";

/** Where somebody stands in the map. */
export interface Chosen {
  column: string;
  opensAt: number;
}

interface HeatMapProps {
  heat: HeatMapDto;
  chosen: Chosen | null;
  onChoose: (chosen: Chosen) => void;
  /** Marks a window to be compared, or compares it with the one that is marked. */
  onMark: (chosen: Chosen) => void;
}

/** A label takes the room of so many windows. */
const LABEL_EVERY = 5;

function WindowHeads({ windows }: { windows: readonly HeatWindowDto[] }) {
  return (
    <tr>
      <th scope="col" className="sticky left-0 z-10 bg-surface">
        <span className="sr-only">Column</span>
      </th>
      {windows.map((window, at) => {
        const fromLast = windows.length - 1 - at;
        return (
          <th
            key={window.opensAt}
            scope="col"
            className="relative h-6 min-w-6 font-normal text-2xs text-muted"
          >
            <span className="sr-only">
              {`${windowInWords(window)}, ${VERDICT_WORDS[window.verdict]}`}
            </span>
            {fromLast % LABEL_EVERY === 0 ? (
              <span
                aria-hidden="true"
                className={cn(
                  "absolute bottom-1 whitespace-nowrap tabular-nums",
                  at === 0 ? "left-0" : "right-0",
                )}
              >
                {windowShort(window)}
              </span>
            ) : null}
          </th>
        );
      })}
    </tr>
  );
}

interface RowProps {
  windows: readonly HeatWindowDto[];
  column: HeatColumnDto;
  row: number;
  /** The window that Tab leads to, and the one that is chosen; null where neither is in this row. */
  active: number | null;
  chosen: number | null;
  onChoose: (chosen: Chosen) => void;
  onActivate: (place: Place) => void;
  onHover: (place: Place | null) => void;
}

/** Stays as it is while another row is pointed at: a map may have five hundred of them. */
const HeatRow = memo(function HeatRow(props: RowProps) {
  const { windows, column, row, active, chosen, onChoose, onActivate, onHover } = props;
  return (
    <tr>
      <th
        scope="row"
        title={column.name}
        className="sticky left-0 z-10 max-w-36 truncate bg-surface pr-3 pl-4 text-left font-normal text-sm sm:max-w-60"
      >
        {column.name}
      </th>
      {windows.map((window, at) => (
        <HeatCell
          key={window.opensAt}
          label={`${column.name}, ${windowInWords(window)}`}
          cell={column.cells[at] ?? null}
          window={window}
          isActive={active === at}
          isChosen={chosen === window.opensAt}
          onChoose={() => onChoose({ column: column.name, opensAt: window.opensAt })}
          onFocus={() => onActivate({ row, column: at })}
          onHover={(isOver) => onHover(isOver ? { row, column: at } : null)}
        />
      ))}
    </tr>
  );
});

/** What the cell says that is pointed at, or that has the focus. */
function Reading({ heat, at }: { heat: HeatMapDto; at: Place }) {
  const column = heat.columns[at.row];
  const window = heat.windows[at.column];
  if (!column || !window) return null;
  const cell = column.cells[at.column];
  return (
    <p className="min-h-10 px-4 pt-2 text-muted text-xs tabular-nums sm:min-h-5">
      <span className="font-medium text-fg">{column.name}</span>, {windowInWords(window)}:{" "}
      {cell ? cellInWords(cell, window.rows) : "not watched then"}
      {window.reevaluatedAt === null ? "" : "; judged again, since rows came late"}
    </p>
  );
}

function useActive(heat: HeatMapDto, chosen: Chosen | null) {
  const grid = useRef<HTMLTableElement>(null);
  const size = { rows: heat.columns.length, columns: heat.windows.length };
  const place = (moved: Place | null): Place => {
    if (moved && moved.row < size.rows && moved.column < size.columns) return moved;
    const row = heat.columns.findIndex(({ name }) => name === chosen?.column);
    const column = heat.windows.findIndex(({ opensAt }) => opensAt === chosen?.opensAt);
    return { row: Math.max(0, row), column: column < 0 ? size.columns - 1 : column };
  };
  const [moved, setMoved] = useState<Place | null>(null);
  const focus = ({ row, column }: Place) =>
    grid.current?.querySelectorAll("tbody tr")[row]?.querySelectorAll("button")[column]?.focus();
  return { grid, size, active: place(moved), activate: setMoved, focus };
}

/** Columns by windows, the newest on the right: how far each was from its reference. Arrow keys move, Enter chooses, c compares. */
export function HeatMap({ heat, chosen, onChoose, onMark }: HeatMapProps) {
  const { grid, size, active, activate, focus } = useActive(heat, chosen);
  const [hovered, setHovered] = useState<Place | null>(null);
  const newest = heat.windows.at(-1)?.opensAt;
  useEffect(() => {
    const scroller = grid.current?.parentElement;
    if (newest !== undefined && scroller) scroller.scrollLeft = scroller.scrollWidth;
  }, [grid, newest]);
  return (
    <>
      <ScrollArea label="Heat map">
        <table
          ref={grid}
          aria-label={`${formatPlural(size.rows, "column")} by ${formatPlural(size.columns, "window")}`}
          onKeyDown={(event) => {
            const isCommand = event.ctrlKey || event.metaKey;
            const [row, window] = [heat.columns[active.row], heat.windows[active.column]];
            if (event.key === "c" && !isCommand && row && window)
              onMark({ column: row.name, opensAt: window.opensAt });
            const next = stepTo({ key: event.key, isCommand }, active, size);
            if (!next || event.altKey || event.shiftKey) return;
            event.preventDefault();
            focus(next);
          }}
          className="mr-4 border-separate border-spacing-px"
        >
          <thead>
            <WindowHeads windows={heat.windows} />
          </thead>
          <tbody>
            {heat.columns.map((column, row) => (
              <HeatRow
                key={column.name}
                windows={heat.windows}
                column={column}
                row={row}
                active={active.row === row ? active.column : null}
                chosen={chosen?.column === column.name ? chosen.opensAt : null}
                onChoose={onChoose}
                onActivate={activate}
                onHover={setHovered}
              />
            ))}
          </tbody>
        </table>
      </ScrollArea>
      <Reading heat={heat} at={hovered ?? active} />
    </>
  );
}
