"use client";
import { Switch as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./class-names";
import { useFieldControl } from "./field-context";

/** Takes effect at once. Where a form is saved later, use a Checkbox. */
export function Switch({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  const control = useFieldControl(props);
  return (
    <Primitive.Root
      {...props}
      {...control}
      className={cn(
        "relative inline-flex h-5 w-8.5 shrink-0 items-center rounded-full border border-line-control bg-active p-px transition-colors duration-120 after:absolute after:-inset-1 disabled:cursor-not-allowed disabled:opacity-55 data-[state=checked]:border-accent data-[state=checked]:bg-accent",
        className,
      )}
    >
      <Primitive.Thumb className="size-4 rounded-full border border-line-control bg-surface shadow-xs transition-transform duration-120 data-[state=checked]:translate-x-3.5 data-[state=checked]:border-transparent data-[state=checked]:bg-on-accent" />
    </Primitive.Root>
  );
}
