"use client";
import { usePathname } from "next/navigation";
import type { ReactNode } from "react";
import { cn } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { Tooltip } from "@/components/ui/tooltip";
import { isInSection, type NavigationItem } from "./navigation";

interface NavLinkProps {
  item: NavigationItem;
  collapsed: boolean;
  /** What waits there. */
  mark?: ReactNode | undefined;
  onNavigate?: (() => void) | undefined;
}

export function NavLink({ item, collapsed, mark, onNavigate }: NavLinkProps) {
  const isCurrent = isInSection(item, usePathname());
  const link = (
    <Link
      href={item.href}
      aria-current={isCurrent ? "page" : undefined}
      {...(collapsed ? { "aria-label": item.label } : {})}
      {...(onNavigate ? { onClick: onNavigate } : {})}
      className={cn(
        "group relative flex h-control items-center gap-2.5 rounded-md px-2 text-muted text-sm hover:bg-hover hover:text-fg focus-visible:-outline-offset-2",
        "aria-[current=page]:bg-active aria-[current=page]:font-medium aria-[current=page]:text-fg",
        collapsed && "w-control justify-center px-0",
      )}
    >
      <item.Icon
        aria-hidden="true"
        className="size-4 shrink-0 text-subtle group-aria-[current=page]:text-accent-fg"
      />
      {collapsed ? null : <span className="truncate">{item.label}</span>}
      {mark}
    </Link>
  );
  if (!collapsed) return link;
  return (
    <Tooltip content={item.label} hotkey={`g ${item.key}`} side="right">
      {link}
    </Tooltip>
  );
}
