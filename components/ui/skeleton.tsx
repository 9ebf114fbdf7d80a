import { cn } from "./class-names";

/** The place of something that is coming. Give it the size of that thing, so that nothing moves when it arrives. */
export function Skeleton({ className }: { className?: string | undefined }) {
  return (
    <div
      aria-hidden="true"
      className={cn("h-4 animate-pulse-soft rounded-sm bg-active", className)}
    />
  );
}

const LINE_WIDTHS = ["w-full", "w-11/12", "w-4/5", "w-full", "w-2/3"] as const;

interface SkeletonLinesProps {
  lines: number;
  /** What is loading, for people who do not see the bars. */
  label: string;
  className?: string | undefined;
}

export function SkeletonLines({ lines, label, className }: SkeletonLinesProps) {
  return (
    <div role="status" className={cn("grid gap-2", className)}>
      <span className="sr-only">{label}</span>
      {Array.from({ length: lines }, (_, index) => `line-${index}`).map((key, index) => (
        <Skeleton key={key} className={LINE_WIDTHS[index % LINE_WIDTHS.length]} />
      ))}
    </div>
  );
}
