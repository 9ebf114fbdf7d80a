"use client";
import { createContext, type ReactNode, useContext, useState, useSyncExternalStore } from "react";
import type { AxisUnit } from "./prepare-ticks";

export interface ChartMarker {
  x: number;
  /** Only charts whose x axis has the same unit follow. */
  unit: AxisUnit;
  /** The chart with the pointer in it, which alone shows the values. */
  source: string;
  /** The pointer's height in that chart; null when it was moved by keyboard. */
  pixelY: number | null;
}

interface SyncState {
  marker: ChartMarker | null;
  /** The line that is pointed at, in a chart, a legend or a table. */
  focusId: string | null;
}

/**
 * What the charts of one screen share while the pointer moves. Not React state: a hundred charts would render at every
 * move, where those concerned have a line to shift.
 */
export interface ChartSync {
  get: () => SyncState;
  setMarker: (marker: ChartMarker | null) => void;
  setFocus: (id: string | null) => void;
  subscribe: (listener: () => void) => () => void;
}

export function createChartSync(): ChartSync {
  let state: SyncState = { marker: null, focusId: null };
  const listeners = new Set<() => void>();
  const change = (next: SyncState) => {
    state = next;
    for (const listener of listeners) listener();
  };
  return {
    get: () => state,
    setMarker: (marker) => change({ ...state, marker }),
    setFocus: (focusId) => {
      if (focusId !== state.focusId) change({ ...state, focusId });
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}

const ChartSyncContext = createContext<ChartSync | null>(null);

/** Puts the charts and legends below it on one crosshair. The outermost one counts. */
export function ChartSyncProvider({ children }: { children: ReactNode }) {
  const outer = useContext(ChartSyncContext);
  const [own] = useState(createChartSync);
  return <ChartSyncContext value={outer ?? own}>{children}</ChartSyncContext>;
}

export function useChartSync(): ChartSync {
  const shared = useContext(ChartSyncContext);
  const [own] = useState(createChartSync);
  return shared ?? own;
}

/** The line pointed at anywhere on the screen. */
export function useChartFocus(): string | null {
  const sync = useChartSync();
  return useSyncExternalStore(
    sync.subscribe,
    () => sync.get().focusId,
    () => null,
  );
}

/** The marker, if it belongs to the chart with this id. */
export function useOwnMarker(sync: ChartSync, chartId: string): ChartMarker | null {
  return useSyncExternalStore(
    sync.subscribe,
    () => {
      const { marker } = sync.get();
      return marker?.source === chartId ? marker : null;
    },
    () => null,
  );
}
