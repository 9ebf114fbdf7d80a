import { TriangleAlert } from "lucide-react";
import type { ReactNode } from "react";
import { cn } from "./class-names";

interface ErrorStateProps {
  title: string;
  /** What to do about it. */
  children: ReactNode;
  action?: ReactNode | undefined;
  /** What to quote to whoever runs the server. */
  reference?: string | undefined;
  className?: string | undefined;
}

export function ErrorState({ title, children, action, reference, className }: ErrorStateProps) {
  return (
    <div
      role="alert"
      className={cn(
        "mx-auto flex w-full max-w-120 flex-col items-center px-4 py-12 text-center",
        className,
      )}
    >
      <TriangleAlert aria-hidden="true" className="mb-3 size-6 text-danger-fg" />
      <h2 className="text-balance font-semibold text-base">{title}</h2>
      <div className="mt-1 text-pretty text-muted text-sm">{children}</div>
      {action ? <div className="mt-4 flex flex-wrap justify-center gap-2">{action}</div> : null}
      {reference ? (
        <p className="mt-4 text-subtle text-xs">
          Reference <code className="font-mono">{reference}</code>
        </p>
      ) : null}
    </div>
  );
}
