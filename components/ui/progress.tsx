"use client";
import { Progress as Primitive } from "radix-ui";
import { cn } from "./class-names";

interface ProgressProps {
  label: string;
  /** 0 to 1, or null while nobody knows. */
  value: number | null;
  className?: string | undefined;
}

export function Progress({ label, value, className }: ProgressProps) {
  return (
    <Primitive.Root
      aria-label={label}
      value={value === null ? null : Math.round(value * 100)}
      className={cn("relative h-1.5 w-full overflow-hidden rounded-full bg-active", className)}
    >
      <Primitive.Indicator
        className={cn(
          "block h-full rounded-full bg-accent",
          value === null ? "w-1/3 animate-indeterminate" : "transition-[width] duration-200",
        )}
        style={
          value === null ? undefined : { width: `${Math.min(100, Math.max(0, value * 100))}%` }
        }
      />
    </Primitive.Root>
  );
}
