"use client";
import { Tabs as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./class-names";
import { tabListStyles, tabStyles } from "./tab-styles";

/** Panels on one page. Give `value` from the URL; where each tab has an address of its own, use TabLinks. */
export const Tabs = Primitive.Root;

interface TabsListProps extends ComponentProps<typeof Primitive.List> {
  "aria-label": string;
}

export function TabsList({ className, ...props }: TabsListProps) {
  return <Primitive.List {...props} className={cn(tabListStyles, className)} />;
}

export function TabsTrigger({ className, ...props }: ComponentProps<typeof Primitive.Trigger>) {
  return <Primitive.Trigger {...props} className={cn(tabStyles, className)} />;
}

export function TabsContent({ className, ...props }: ComponentProps<typeof Primitive.Content>) {
  return <Primitive.Content {...props} className={cn("pt-4", className)} />;
}
