"use client";
import { Check, Minus } from "lucide-react";
import { Checkbox as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./class-names";
import { useFieldControl } from "./field-context";

/** `checked="indeterminate"` for "some of them". The area that takes a click is 24 px or more. */
export function Checkbox({ className, ...props }: ComponentProps<typeof Primitive.Root>) {
  const control = useFieldControl(props);
  return (
    <Primitive.Root
      {...props}
      {...control}
      className={cn(
        "group relative grid size-4 shrink-0 place-items-center rounded-sm border border-line-control bg-surface text-on-accent after:absolute after:-inset-1 hover:border-muted disabled:cursor-not-allowed disabled:opacity-55 aria-invalid:border-danger data-[state=checked]:border-accent data-[state=indeterminate]:border-accent data-[state=checked]:bg-accent data-[state=indeterminate]:bg-accent pointer-coarse:after:-inset-3",
        className,
      )}
    >
      <Primitive.Indicator>
        <Check
          aria-hidden="true"
          strokeWidth={3}
          className="size-3 group-data-[state=indeterminate]:hidden"
        />
        <Minus
          aria-hidden="true"
          strokeWidth={3}
          className="hidden size-3 group-data-[state=indeterminate]:block"
        />
      </Primitive.Indicator>
    </Primitive.Root>
  );
}
