"use client";
import { useVirtualizer } from "@tanstack/react-virtual";
import {
  type KeyboardEvent,
  type PointerEvent,
  useCallback,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from "react";
import { ColumnPickerRow, type PickerActions } from "./column-picker-row";
import type { PickerRow } from "./picker-rows";
import { followPointer } from "./use-column-gestures";
import { useLatest } from "./use-latest";
import { useRowHeight } from "./use-row-height";

interface ColumnPickerListProps {
  rows: readonly PickerRow[];
  actions: Omit<PickerActions, "startDrag">;
  /** Moves a shown column to another place among them. */
  onMove: (from: number, to: number) => void;
  /** Focus goes back to the search box above the first line. */
  onLeave: () => void;
}

const buttonsOf = (line: Element | null | undefined) => [
  ...(line?.querySelectorAll<HTMLElement>("button, input") ?? []),
];

/** Arrow keys between lines and between the buttons of a line; only what has the focus is a Tab stop. */
function useLineKeys(count: number, onLeave: () => void, scrollTo: (index: number) => void) {
  const list = useRef<HTMLFieldSetElement>(null);
  const [active, setActive] = useState({ line: 0, button: 0 });
  const wanted = useRef(false);
  const lineAt = (index: number) => list.current?.querySelector(`[data-line="${index}"]`);
  useLayoutEffect(() => {
    for (const button of buttonsOf(list.current)) button.tabIndex = -1;
    const buttons = buttonsOf(lineAt(Math.min(active.line, count - 1)));
    const target = buttons[Math.min(active.button, buttons.length - 1)];
    if (!target) return;
    target.tabIndex = 0;
    if (wanted.current) target.focus({ preventScroll: true });
    wanted.current = false;
  });
  const goTo = (line: number, button: number) => {
    wanted.current = true;
    setActive({ line, button });
    scrollTo(line);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const lines: Partial<Record<string, number>> = { ArrowDown: 1, ArrowUp: -1 };
    const sides: Partial<Record<string, number>> = { ArrowRight: 1, ArrowLeft: -1 };
    const [line, side] = [lines[event.key], sides[event.key]];
    if (line === undefined && side === undefined) return;
    event.preventDefault();
    if (active.line + (line ?? 0) < 0) onLeave();
    else
      goTo(
        Math.min(count - 1, active.line + (line ?? 0)),
        Math.max(0, active.button + (side ?? 0)),
      );
  };
  const onFocus = (event: { target: EventTarget }) => {
    const line = event.target instanceof Element ? event.target.closest("[data-line]") : null;
    if (!(line instanceof HTMLElement)) return;
    const button = buttonsOf(line).findIndex((candidate) => Object.is(candidate, event.target));
    const at = { line: Number(line.dataset.line), button: Math.max(0, button) };
    if (at.line !== active.line || at.button !== active.button) setActive(at);
  };
  return { list, active, onKeyDown, onFocus, goTo };
}

/** The lines in sight of thousands. */
export function ColumnPickerList({ rows, actions, onMove, onLeave }: ColumnPickerListProps) {
  const scroller = useRef<HTMLDivElement>(null);
  const height = useRowHeight();
  const [drop, setDrop] = useState<number | null>(null);
  const virtual = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => height,
    overscan: 3,
    getItemKey: (index) => rows[index]?.id ?? index,
  });
  const keys = useLineKeys(rows.length, onLeave, virtual.scrollToIndex);
  const shownCount = rows.filter(({ kind }) => kind === "shown").length;
  const latest = useLatest({ onMove, shownCount });
  const startDrag = useCallback(
    (event: PointerEvent, from: number) => {
      const top = scroller.current?.getBoundingClientRect().top ?? 0;
      let to = from;
      followPointer(
        event.pointerId,
        ({ clientY }) => {
          const line =
            Math.floor((clientY - top + (scroller.current?.scrollTop ?? 0)) / height) - 1;
          to = Math.max(0, Math.min(latest.current.shownCount - 1, line));
          setDrop(to);
        },
        (isDone) => {
          setDrop(null);
          if (isDone && to !== from) latest.current.onMove(from, to);
        },
      );
    },
    [latest, height],
  );
  const rowActions = useMemo(() => ({ ...actions, startDrag }), [actions, startDrag]);
  const moveByKey = (event: KeyboardEvent) => {
    const row = rows[keys.active.line];
    const by = event.key === "ArrowDown" ? 1 : -1;
    if (!event.altKey || !/^Arrow(Up|Down)$/.test(event.key) || row?.kind !== "shown") {
      keys.onKeyDown(event);
      return;
    }
    event.preventDefault();
    const to = row.index + by;
    if (to < 0 || to >= shownCount) return;
    onMove(row.index, to);
    keys.goTo(keys.active.line + by, keys.active.button);
  };
  return (
    <div ref={scroller} className="max-h-[min(26rem,50dvh)] overflow-y-auto overscroll-contain p-1">
      <fieldset
        ref={keys.list}
        aria-label="Columns"
        onKeyDown={moveByKey}
        onFocus={keys.onFocus}
        className="relative min-w-0"
        style={{ height: virtual.getTotalSize() }}
      >
        {virtual.getVirtualItems().map(({ index, key, start, size }) => {
          const row = rows[index];
          return row ? (
            <div
              key={key}
              data-line={index}
              className="absolute inset-x-0 text-sm"
              style={{
                height: size,
                transform: `translateY(${start}px)`,
                ...(row.kind === "shown" && row.index === drop
                  ? { boxShadow: "inset 0 2px 0 var(--accent)" }
                  : {}),
              }}
            >
              <ColumnPickerRow row={row} actions={rowActions} />
            </div>
          ) : null;
        })}
      </fieldset>
    </div>
  );
}
