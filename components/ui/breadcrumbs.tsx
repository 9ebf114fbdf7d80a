import type { Route } from "next";
import { cn } from "./class-names";
import { Link } from "./link";

export interface Crumb {
  label: string;
  /** Absent for the page one is on. */
  href?: Route | undefined;
}

interface BreadcrumbsProps {
  crumbs: readonly Crumb[];
  className?: string | undefined;
}

export function Breadcrumbs({ crumbs, className }: BreadcrumbsProps) {
  return (
    <nav aria-label="Breadcrumbs" className={cn("min-w-0", className)}>
      <ol className="flex min-w-0 items-center gap-1.5 text-sm">
        {crumbs.map(({ label, href }, index) => (
          <li
            key={`${label} ${href ?? ""}`}
            className={cn(
              "flex min-w-0 items-center gap-1.5",
              index < crumbs.length - 1 && "max-w-56 max-sm:hidden",
            )}
          >
            {href ? (
              <Link href={href} className="block truncate rounded-sm text-muted hover:text-fg">
                {label}
              </Link>
            ) : (
              <span aria-current="page" className="block truncate font-medium text-fg">
                {label}
              </span>
            )}
            {index < crumbs.length - 1 ? (
              <span aria-hidden="true" className="text-line-control">
                /
              </span>
            ) : null}
          </li>
        ))}
      </ol>
    </nav>
  );
}
