"use client";
import type { ComponentProps } from "react";
import { cn } from "./class-names";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field-context";

/** Grows with what is written, up to 24 lines. */
export function Textarea({ className, ...props }: ComponentProps<"textarea">) {
  const control = useFieldControl(props);
  return (
    <textarea
      rows={3}
      {...props}
      {...control}
      className={cn(
        controlStyles,
        "field-sizing-content max-h-[30rem] min-h-16 px-2.5 py-1.5",
        className,
      )}
    />
  );
}
