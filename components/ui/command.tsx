"use client";
import { Command as Primitive } from "cmdk";
import { Search } from "lucide-react";
import type { ComponentProps } from "react";
import { cn } from "./class-names";
import { menuItemStyles } from "./menu-styles";

/** A searched list: the inside of Combobox and of the command palette. */
export function Command({ className, ...props }: ComponentProps<typeof Primitive>) {
  return (
    <Primitive {...props} className={cn("flex min-h-0 flex-col overflow-hidden", className)} />
  );
}

export function CommandInput({ className, ...props }: ComponentProps<typeof Primitive.Input>) {
  return (
    <div className="flex items-center gap-2 border-b px-3">
      <Search aria-hidden="true" className="size-4 shrink-0 text-subtle" />
      <Primitive.Input
        {...props}
        className={cn(
          "h-9 w-full bg-transparent text-sm outline-none pointer-coarse:text-lg",
          className,
        )}
      />
    </div>
  );
}

export function CommandList({ className, ...props }: ComponentProps<typeof Primitive.List>) {
  return (
    <Primitive.List
      {...props}
      className={cn("max-h-72 scroll-py-1 overflow-y-auto overscroll-contain p-1", className)}
    />
  );
}

export function CommandGroup({ className, ...props }: ComponentProps<typeof Primitive.Group>) {
  return (
    <Primitive.Group
      {...props}
      className={cn(
        "[&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:pt-2 [&_[cmdk-group-heading]]:pb-1 [&_[cmdk-group-heading]]:font-medium [&_[cmdk-group-heading]]:text-subtle [&_[cmdk-group-heading]]:text-xs",
        className,
      )}
    />
  );
}

export function CommandItem({ className, ...props }: ComponentProps<typeof Primitive.Item>) {
  return (
    <Primitive.Item
      {...props}
      className={cn(
        menuItemStyles(),
        "data-[disabled=false]:pointer-events-auto data-[disabled=false]:opacity-100",
        className,
      )}
    />
  );
}
