"use client";
import { Tooltip as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { Hotkey } from "./kbd";

export const TooltipProvider = Primitive.Provider;

interface TooltipProps {
  content: ReactNode;
  /** The key that does the same, as given to useHotkeys. */
  hotkey?: string | undefined;
  side?: "top" | "right" | "bottom" | "left" | undefined;
  align?: "start" | "center" | "end" | undefined;
  /** One element that takes focus and a ref. */
  children: ReactNode;
}

export function Tooltip({
  content,
  hotkey,
  side = "top",
  align = "center",
  children,
}: TooltipProps) {
  return (
    <Primitive.Root>
      <Primitive.Trigger asChild>{children}</Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          side={side}
          align={align}
          sideOffset={6}
          collisionPadding={8}
          className="z-50 flex max-w-80 animate-fade items-center gap-2 rounded-md border border-line-strong bg-raised px-2 py-1 text-fg text-xs shadow-md"
        >
          <span className="min-w-0 break-words">{content}</span>
          {hotkey ? <Hotkey keys={hotkey} /> : null}
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}
