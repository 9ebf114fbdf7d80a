"use client";
import { useReactFlow } from "@xyflow/react";
import { Crosshair, Maximize, ZoomIn, ZoomOut } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { Hotkey } from "@/components/ui/kbd";
import { useHotkeys } from "@/components/ui/use-hotkeys";

const HINTS = [
  { keys: ["left", "right"], text: "along the edges" },
  { keys: ["enter"], text: "expand" },
  { keys: ["o"], text: "open" },
  { keys: ["/"], text: "search" },
] as const;

interface GraphControlsProps {
  onAll: () => void;
  onFocus: () => void;
  /** Further tools. */
  children: ReactNode;
}

/** Zoom, what can be done with the whole, and the keys that matter most. */
export function GraphControls({ onAll, onFocus, children }: GraphControlsProps) {
  const { zoomIn, zoomOut } = useReactFlow();
  useHotkeys("Graph", [
    { keys: "+", label: "Zoom in", run: () => void zoomIn() },
    { keys: "-", label: "Zoom out", run: () => void zoomOut() },
  ]);
  return (
    <div className="pointer-events-none absolute bottom-3 left-3 z-10 flex items-center gap-3">
      <div
        role="toolbar"
        aria-label="Graph"
        className="pointer-events-auto flex rounded-md border border-line-strong bg-raised p-0.5 shadow-xs"
      >
        <IconButton size="sm" label="Zoom in" hotkey="+" onClick={() => void zoomIn()}>
          <ZoomIn aria-hidden="true" />
        </IconButton>
        <IconButton size="sm" label="Zoom out" hotkey="-" onClick={() => void zoomOut()}>
          <ZoomOut aria-hidden="true" />
        </IconButton>
        <IconButton size="sm" label="Show all of it" hotkey="0" onClick={onAll}>
          <Maximize aria-hidden="true" />
        </IconButton>
        <IconButton size="sm" label="Back to the focus" onClick={onFocus}>
          <Crosshair aria-hidden="true" />
        </IconButton>
        {children}
      </div>
      <p className="flex items-center gap-3 text-muted text-xs @max-3xl:hidden pointer-coarse:hidden">
        {HINTS.map(({ keys, text }) => (
          <span key={text} className="inline-flex items-center gap-1">
            {keys.map((key) => (
              <Hotkey key={key} keys={key} />
            ))}
            {text}
          </span>
        ))}
      </p>
    </div>
  );
}
