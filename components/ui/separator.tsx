import { cn } from "./class-names";

interface SeparatorProps {
  orientation?: "horizontal" | "vertical" | undefined;
  className?: string | undefined;
}

export function Separator({ orientation = "horizontal", className }: SeparatorProps) {
  return (
    <div
      aria-hidden="true"
      className={cn(
        "shrink-0 bg-line",
        orientation === "horizontal" ? "h-px w-full" : "h-4 w-px",
        className,
      )}
    />
  );
}
