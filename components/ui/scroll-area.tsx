import type { ReactNode } from "react";
import { cn } from "./class-names";

interface ScrollAreaProps {
  /** What scrolls here; its accessible name, since it takes focus. */
  label: string;
  className?: string | undefined;
  children: ReactNode;
}

/**
 * A box that scrolls has to take focus, or the keyboard cannot scroll it; then it needs a name. A group, since a
 * landmark would be too much of it.
 */
const asScroller = (label: string) =>
  ({ role: "group", tabIndex: 0, "aria-label": label }) as const;

/** A box that scrolls by itself, with the browser's own scroll bar. */
export function ScrollArea({ label, className, children }: ScrollAreaProps) {
  return (
    <div
      {...asScroller(label)}
      className={cn(
        "min-w-0 overflow-auto overscroll-contain focus-visible:-outline-offset-2",
        className,
      )}
    >
      {children}
    </div>
  );
}
