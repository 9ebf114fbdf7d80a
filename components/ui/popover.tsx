"use client";
import { Popover as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./class-names";
import { floatingStyles } from "./menu-styles";

export const Popover = Primitive.Root;
export const PopoverTrigger = Primitive.Trigger;

interface PopoverContentProps extends ComponentProps<typeof Primitive.Content> {
  /** What the panel is for; its accessible name. */
  "aria-label": string;
}

export function PopoverContent({ className, ...props }: PopoverContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Content
        align="start"
        sideOffset={4}
        collisionPadding={8}
        {...props}
        className={cn(
          floatingStyles,
          "max-h-(--radix-popover-content-available-height) w-72 max-w-[calc(100vw-1rem)] overflow-y-auto p-3",
          className,
        )}
      />
    </Primitive.Portal>
  );
}
