"use client";
import type { Route } from "next";
import { usePathname, useRouter } from "next/navigation";
import { useEffect, useRef } from "react";
import { cn } from "./class-names";
import { Link } from "./link";
import { tabListStyles, tabStyles } from "./tab-styles";
import { useHotkeys } from "./use-hotkeys";

export interface TabLink {
  href: Route;
  label: string;
  count?: string | undefined;
}

interface TabLinksProps {
  /** What the tabs are of: "Run". */
  label: string;
  tabs: readonly TabLink[];
  /** Address of the tab shown, when it is not simply the path of the page. */
  current?: Route | undefined;
  className?: string | undefined;
}

/** The tab of a path: the deepest one that it lies at or below. */
function tabOf(tabs: readonly TabLink[], pathname: string): string | undefined {
  const around = tabs.filter(({ href }) => pathname === href || pathname.startsWith(`${href}/`));
  return around.reduce<string | undefined>(
    (deepest, { href }) => (href.length > (deepest?.length ?? 0) ? href : deepest),
    undefined,
  );
}

/** Where there is no room for all of them, the one that is shown is in sight. */
function useTabInSight(active: string | undefined) {
  const list = useRef<HTMLElement>(null);
  useEffect(() => {
    const nav = list.current;
    const tab = active && nav?.querySelector<HTMLElement>("[aria-current=page]");
    if (!nav || !tab) return;
    const [start, end] = [
      tab.offsetLeft - nav.offsetLeft,
      tab.offsetLeft - nav.offsetLeft + tab.offsetWidth,
    ];
    if (start < nav.scrollLeft || end > nav.scrollLeft + nav.clientWidth)
      nav.scrollLeft = start - (nav.clientWidth - tab.offsetWidth) / 2;
  }, [active]);
  return list;
}

/** Tabs with an address each; keys 1 to 9 switch between them. */
export function TabLinks({ label, tabs, current, className }: TabLinksProps) {
  const pathname = usePathname();
  const router = useRouter();
  const active = current ?? tabOf(tabs, pathname);
  const list = useTabInSight(active);
  useHotkeys(
    "Tabs",
    tabs.slice(0, 9).map((tab, index) => ({
      keys: String(index + 1),
      label: tab.label,
      run: () => router.push(tab.href, { scroll: false }),
    })),
  );
  return (
    <nav ref={list} aria-label={label} className={cn(tabListStyles, className)}>
      {tabs.map((tab) => (
        <Link
          key={tab.href}
          href={tab.href}
          scroll={false}
          aria-current={tab.href === active ? "page" : undefined}
          className={tabStyles}
        >
          {tab.label}
          {tab.count === undefined ? null : (
            <span className="text-subtle text-xs">{tab.count}</span>
          )}
        </Link>
      ))}
    </nav>
  );
}
