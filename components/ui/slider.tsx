"use client";
import { Slider as Primitive } from "radix-ui";
import type { ComponentProps } from "react";
import { cn } from "./class-names";

interface SliderProps
  extends Omit<
    ComponentProps<typeof Primitive.Root>,
    "value" | "onValueChange" | "onChange" | "aria-label"
  > {
  /** Accessible name of the thumb. */
  label: string;
  value: number;
  onChange: (value: number) => void;
  /** The value in words, for screen readers: "60 %". */
  valueText?: string | undefined;
}

export function Slider({ label, value, onChange, valueText, className, ...props }: SliderProps) {
  return (
    <Primitive.Root
      {...props}
      value={[value]}
      onValueChange={([next]) => {
        if (next !== undefined) onChange(next);
      }}
      className={cn("relative flex h-6 w-full touch-none select-none items-center", className)}
    >
      <Primitive.Track className="relative h-1 grow rounded-full bg-line-control">
        <Primitive.Range className="absolute h-full rounded-full bg-accent" />
      </Primitive.Track>
      <Primitive.Thumb
        aria-label={label}
        {...(valueText ? { "aria-valuetext": valueText } : {})}
        className="relative block size-4 rounded-full border-2 border-accent bg-surface shadow-xs after:absolute after:-inset-1.5 hover:bg-accent-soft data-[disabled]:opacity-55"
      />
    </Primitive.Root>
  );
}
