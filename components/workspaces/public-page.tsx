import type { ReactNode } from "react";
import { Logo } from "@/components/shell/logo";

interface PublicPageProps {
  title: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode | undefined;
  children: ReactNode;
}

/** A page for somebody who is not signed in, or not in a workspace: one column in the middle. */
export function PublicPage({ title, description, children }: PublicPageProps) {
  return (
    <main className="grid min-h-dvh grid-rows-[1fr_auto_1.4fr] bg-canvas px-4 py-8">
      <div className="row-start-2 mx-auto w-full max-w-96">
        <Logo className="mb-5 size-9" />
        <h1 className="text-balance font-semibold text-xl">{title}</h1>
        {description ? (
          <p className="mt-1.5 text-pretty text-muted text-sm">{description}</p>
        ) : null}
        <div className="mt-6 rounded-xl border border-line bg-surface p-5 shadow-sm">
          {children}
        </div>
      </div>
    </main>
  );
}
