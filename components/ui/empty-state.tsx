import type { ReactNode } from "react";
import { cn } from "./class-names";
import { CodeBlock } from "./code-block";

interface EmptyStateProps {
  icon?: ReactNode | undefined;
  title: string;
  /** The next step, in a sentence. */
  children: ReactNode;
  action?: ReactNode | undefined;
  /** What to paste to have something here. */
  snippet?: { code: string; language: string } | undefined;
  className?: string | undefined;
}

export function EmptyState({ icon, title, children, action, snippet, className }: EmptyStateProps) {
  return (
    <div
      className={cn(
        "mx-auto flex w-full max-w-140 flex-col items-center px-4 py-12 text-center",
        className,
      )}
    >
      {icon ? (
        <div
          aria-hidden="true"
          className="mb-3 grid size-10 place-items-center rounded-lg border bg-surface text-subtle shadow-xs [&_svg]:size-5"
        >
          {icon}
        </div>
      ) : null}
      <h2 className="text-balance font-semibold text-base">{title}</h2>
      <div className="mt-1 text-pretty text-muted text-sm">{children}</div>
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
      {snippet ? <CodeBlock {...snippet} className="mt-5 w-full" /> : null}
    </div>
  );
}
