import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";

interface PageProps {
  /** Takes exactly the window's height: for a table or an editor that scrolls by itself. */
  fill?: boolean | undefined;
  children: ReactNode;
}

/** What a page returns: a PageHeader, then a PageBody. */
export function Page({ fill = false, children }: PageProps) {
  return (
    <div className={cn("flex min-w-0 flex-col", fill ? "h-dvh overflow-hidden" : "min-h-dvh")}>
      {children}
    </div>
  );
}

const WIDTHS = { prose: "max-w-180", form: "max-w-240", wide: "max-w-360", full: "" } as const;

interface PageBodyProps {
  /** How wide the content may grow: forms and prose stay readable, tables take everything. */
  width?: keyof typeof WIDTHS | undefined;
  /** Without padding, edge to edge. */
  flush?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
}

export function PageBody({ width = "wide", flush = false, className, children }: PageBodyProps) {
  return (
    <div
      className={cn(
        "mx-auto flex min-h-0 w-full min-w-0 grow flex-col",
        WIDTHS[width],
        !flush && "gap-6 px-4 py-5 sm:px-6",
        className,
      )}
    >
      {children}
    </div>
  );
}
