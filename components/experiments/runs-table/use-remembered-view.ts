"use client";
import { useEffect, useRef } from "react";
import { useLatest } from "@/components/tables/use-latest";
import { loadRunTableParams, serializeRunTable } from "@/lib/runs/search-params/table";
import type { TableState } from "./use-table-state";

/** What a person arranges once and expects to find again. Filters and selections are of the moment. */
const REMEMBERED = ["columns", "pinned", "widths", "sort", "isNested"] as const;

const keyOf = (workspace: string, experiment: number) =>
  `slipway.runs-view.${workspace}.${experiment}`;

function pick(state: TableState["state"]) {
  const { columns, pinned, widths, sort, isNested } = state;
  return { columns, pinned, widths, sort, isNested };
}

function readStored(key: string): string | null {
  try {
    return localStorage.getItem(key);
  } catch {
    return null;
  }
}

function store(key: string, view: string): void {
  try {
    if (view === "") localStorage.removeItem(key);
    else localStorage.setItem(key, view);
  } catch {
    // A full or forbidden store costs a preference, nothing else.
  }
}

/**
 * How an experiment's table was arranged last, in this browser. An address that says anything about the arrangement
 * wins, so that a link shows what its sender saw.
 */
export function useRememberedView(
  { state, setState }: TableState,
  workspace: string,
  experiment: number,
): void {
  const key = keyOf(workspace, experiment);
  const latest = useLatest(state);
  const restored = useRef<string | null>(null);
  const view = serializeRunTable(pick(state));
  // What a saved view brought is not what somebody arranged.
  const isOfView = state.savedView !== null;
  useEffect(() => {
    if (restored.current === key) return;
    restored.current = key;
    const stored = readStored(key);
    const { savedView } = latest.current;
    const isBare = savedView === null && serializeRunTable(pick(latest.current)) === "";
    if (!stored || !isBare) return;
    const saved = loadRunTableParams(new URLSearchParams(stored));
    void setState(Object.fromEntries(REMEMBERED.map((name) => [name, saved[name]])));
  }, [key, latest, setState]);
  useEffect(() => {
    if (restored.current === key && view !== "" && !isOfView) store(key, view);
  }, [key, view, isOfView]);
}
