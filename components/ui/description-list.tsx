import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";

/** Names and values in two columns; one column where it is narrow. */
export function DescriptionList({ className, ...props }: ComponentProps<"dl">) {
  return <dl {...props} className={cn("@container grid gap-y-2", className)} />;
}

interface DescriptionItemProps {
  term: ReactNode;
  className?: string | undefined;
  children: ReactNode;
}

export function DescriptionItem({ term, className, children }: DescriptionItemProps) {
  return (
    <div className="grid gap-x-4 @xs:grid-cols-[minmax(7rem,30%)_minmax(0,1fr)]">
      <dt className="min-w-0 break-words text-muted text-sm">{term}</dt>
      <dd className={cn("min-w-0 break-words text-fg text-sm", className)}>{children}</dd>
    </div>
  );
}
