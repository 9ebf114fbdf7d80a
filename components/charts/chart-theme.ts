"use client";
import { useSyncExternalStore } from "react";
import { colorToken } from "./prepare-styles";

/** The tokens that a canvas needs, as colours it understands. */
export interface ChartTheme {
  surface: string;
  fg: string;
  subtle: string;
  grid: string;
  axis: string;
  /** By colour index. */
  lines: readonly string[];
}

const LINE_COLORS = 16;

/** A canvas does not understand `light-dark()`: the browser is asked what a token comes to in the present theme. */
function readTheme(): ChartTheme {
  const probe = document.createElement("span");
  probe.hidden = true;
  document.body.append(probe);
  const read = (token: string) => {
    probe.style.color = `var(${token})`;
    return getComputedStyle(probe).color;
  };
  const theme = {
    surface: read("--surface"),
    fg: read("--fg"),
    subtle: read("--subtle"),
    grid: read("--line"),
    axis: read("--line-strong"),
    lines: Array.from({ length: LINE_COLORS }, (_, color) => read(colorToken(color))),
  };
  probe.remove();
  return theme;
}

let current: ChartTheme | null = null;
const listeners = new Set<() => void>();
let stop: (() => void) | null = null;

function changed(): void {
  current = null;
  for (const listener of listeners) listener();
}

function watch(): () => void {
  const scheme = window.matchMedia("(prefers-color-scheme: dark)");
  const observer = new MutationObserver(changed);
  scheme.addEventListener("change", changed);
  observer.observe(document.documentElement, {
    attributes: true,
    attributeFilter: ["data-theme", "class", "style"],
  });
  return () => {
    scheme.removeEventListener("change", changed);
    observer.disconnect();
  };
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  stop ??= watch();
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    stop?.();
    stop = null;
    current = null;
  };
}

function snapshot(): ChartTheme {
  current ??= readTheme();
  return current;
}

/** The theme's colours, read anew when it changes; null on the server. */
export function useChartTheme(): ChartTheme | null {
  return useSyncExternalStore<ChartTheme | null>(subscribe, snapshot, () => null);
}
