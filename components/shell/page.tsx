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
    <div
      className={cn(
        "flex min-w-0 flex-col",
        fill ? "h-dvh overflow-hidden" : "min-h-dvh",
        // The header is as wide as the body, so that on a wide window the title stands above its content.
        "has-[[data-width=form]]:[--page-width:60rem] has-[[data-width=prose]]:[--page-width:45rem] has-[[data-width=wide]]:[--page-width:90rem]",
      )}
    >
      {children}
    </div>
  );
}

interface PageBodyProps {
  /** How wide the content may grow: forms and prose stay readable, tables take everything. */
  width?: "prose" | "form" | "wide" | "full" | undefined;
  /** Without padding, edge to edge. */
  flush?: boolean | undefined;
  className?: string | undefined;
  children: ReactNode;
}

export function PageBody({ width = "wide", flush = false, className, children }: PageBodyProps) {
  return (
    <div
      data-width={width}
      className={cn(
        "mx-auto flex min-h-0 w-full min-w-0 max-w-(--page-width) grow flex-col",
        !flush && "gap-6 px-4 py-5 sm:px-6",
        className,
      )}
    >
      {children}
    </div>
  );
}
