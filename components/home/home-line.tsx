import type { Route } from "next";
import type { ReactNode } from "react";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";

interface HomeLineProps {
  /** How it stands, in a word with a sign. */
  badge: ReactNode;
  href: Route;
  title: string;
  detail?: ReactNode | undefined;
  /** When it happened. */
  at?: number | undefined;
  /** In the place of when. */
  aside?: ReactNode | undefined;
}

/** One thing on the home page, which leads to it. */
export function HomeLine({ badge, href, title, detail, at, aside }: HomeLineProps) {
  return (
    <li className="flex flex-wrap items-center gap-x-4 gap-y-1 px-4 py-2 hover:bg-hover sm:flex-nowrap">
      <span className="flex w-36 shrink-0">{badge}</span>
      <span className="order-1 grid min-w-0 grow basis-full sm:order-none sm:basis-0">
        <Link
          data-row
          href={href}
          className="min-w-0 break-words font-medium text-accent-fg text-sm hover:underline"
        >
          {title}
        </Link>
        {detail ? <span className="min-w-0 break-words text-muted text-xs">{detail}</span> : null}
      </span>
      <span className="shrink-0 text-muted text-xs tabular-nums max-sm:ml-auto">
        {at === undefined ? aside : <RelativeTime at={at} />}
      </span>
    </li>
  );
}

export function HomeLines({ label, children }: { label: string; children: ReactNode }) {
  return (
    <ul aria-label={label} className="divide-y divide-line">
      {children}
    </ul>
  );
}

/** What a section says that has nothing, with the next step. */
export function HomeNothing({ children }: { children: ReactNode }) {
  return <p className="px-4 py-3 text-muted text-sm">{children}</p>;
}
