"use client";
import type { ComponentProps } from "react";
import { cn } from "./class-names";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field-context";

export function Input({ className, ...props }: ComponentProps<"input">) {
  const control = useFieldControl(props);
  return (
    <input
      autoComplete="off"
      {...props}
      {...control}
      className={cn(controlStyles, "h-control px-2.5 read-only:bg-sunken", className)}
    />
  );
}
