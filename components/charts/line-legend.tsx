import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";
import { LineSwatch } from "./line-swatch";

interface LineLegendProps {
  lines: readonly { id: string; label: string; color: number; dash?: number | undefined }[];
  className?: string | undefined;
  /** What is to be said beside the lines. */
  children?: ReactNode;
}

/** Which line is which. */
export function LineLegend({ lines, className, children }: LineLegendProps) {
  return (
    <ul
      aria-label="Lines"
      className={cn("flex flex-wrap gap-x-4 gap-y-1 text-muted text-xs", className)}
    >
      {lines.map(({ id, label, color, dash }) => (
        <li key={id} className="flex items-center gap-1.5">
          <LineSwatch color={color} dash={dash} />
          {label}
        </li>
      ))}
      {children === undefined ? null : <li>{children}</li>}
    </ul>
  );
}
