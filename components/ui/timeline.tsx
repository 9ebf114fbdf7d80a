import type { ReactNode } from "react";

interface TimelineProps {
  label: string;
  children: ReactNode;
}

/** What happened, one below the other. */
export function Timeline({ label, children }: TimelineProps) {
  return (
    <ol aria-label={label} className="grid gap-0 px-4 py-3">
      {children}
    </ol>
  );
}

interface TimelineItemProps {
  /** Who and when. */
  detail: ReactNode;
  children: ReactNode;
}

export function TimelineItem({ detail, children }: TimelineItemProps) {
  return (
    <li className="relative grid gap-0.5 border-l border-line-strong pb-3 pl-4 text-sm last:pb-0">
      <span
        aria-hidden="true"
        className="absolute top-1.5 -left-[3.5px] size-1.5 rounded-full bg-muted"
      />
      {children}
      <span className="break-words text-muted text-xs [overflow-wrap:anywhere]">{detail}</span>
    </li>
  );
}
