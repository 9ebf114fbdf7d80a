import type { ReactNode } from "react";
import { NotificationBell } from "@/components/events/notification-bell";
import { Breadcrumbs, type Crumb } from "@/components/ui/breadcrumbs";
import { MobileMenuButton } from "./mobile-menu";

interface PageHeaderProps {
  /** The pages above this one. */
  crumbs?: readonly Crumb[] | undefined;
  /** The page's h1. */
  title: string;
  /** Next to the title: status, a copyable id. */
  meta?: ReactNode | undefined;
  /** What can be done here, the main one last. */
  actions?: ReactNode | undefined;
  /** TabLinks. */
  tabs?: ReactNode | undefined;
}

/** The bar at the top of every page. It stays while the page scrolls. */
export function PageHeader({ crumbs = [], title, meta, actions, tabs }: PageHeaderProps) {
  return (
    <header className="z-30 shrink-0 border-b bg-surface sm:sticky sm:top-0">
      <div className="mx-auto flex min-h-12 max-w-(--page-width) flex-wrap items-center gap-x-3 gap-y-1 px-4 py-1.5 sm:px-6">
        <div className="flex min-w-0 grow basis-56 items-center gap-2 sm:basis-96">
          <MobileMenuButton />
          {crumbs.length > 0 ? (
            <>
              <Breadcrumbs crumbs={crumbs} className="max-sm:hidden" />
              <span aria-hidden="true" className="text-line-control text-sm max-sm:hidden">
                /
              </span>
            </>
          ) : null}
          <h1 className="min-w-0 font-semibold text-base [overflow-wrap:anywhere] max-sm:line-clamp-2 max-sm:leading-5 sm:truncate">
            {title}
          </h1>
          {meta ? <div className="flex shrink-0 items-center gap-2">{meta}</div> : null}
        </div>
        {actions ? (
          <div className="order-1 flex flex-wrap items-center gap-2 sm:order-none">{actions}</div>
        ) : null}
        <NotificationBell />
      </div>
      {tabs ? <div className="mx-auto -mb-px max-w-(--page-width) px-4 sm:px-6">{tabs}</div> : null}
    </header>
  );
}
