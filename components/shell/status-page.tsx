import type { ReactNode } from "react";
import { Logo } from "./logo";

interface StatusPageProps {
  code?: string | undefined;
  title: string;
  /** What to do about it. */
  children: ReactNode;
  action?: ReactNode | undefined;
}

/** A whole window with one message: not found, failed, signed out. */
export function StatusPage({ code, title, children, action }: StatusPageProps) {
  return (
    <main className="grid min-h-dvh place-items-center px-6 py-16">
      <div className="flex max-w-110 flex-col items-start">
        <Logo className="mb-6 size-9" />
        {code ? <p className="font-medium font-mono text-subtle text-sm">{code}</p> : null}
        <h1 className="mt-1 text-balance font-semibold text-xl">{title}</h1>
        <div className="mt-2 text-pretty text-base text-muted">{children}</div>
        {action ? <div className="mt-6 flex flex-wrap gap-2">{action}</div> : null}
      </div>
    </main>
  );
}
