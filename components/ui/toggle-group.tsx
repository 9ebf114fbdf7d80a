"use client";
import { ToggleGroup as Primitive } from "radix-ui";
import type { ReactNode } from "react";
import { cn } from "./class-names";
import { Tooltip } from "./tooltip";

interface ToggleOption<Value extends string> {
  value: Value;
  label: string;
  /** Shown instead of the label, which becomes its tooltip. */
  icon?: ReactNode | undefined;
  disabled?: boolean | undefined;
}

interface ToggleGroupProps<Value extends string> {
  /** Accessible name of the group. */
  label: string;
  options: readonly ToggleOption<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  size?: "sm" | "md" | undefined;
  className?: string | undefined;
}

/** One of a few, all visible. */
export function ToggleGroup<Value extends string>({
  label,
  options,
  value,
  onChange,
  size = "md",
  className,
}: ToggleGroupProps<Value>) {
  const choose = (next: string) => {
    const option = options.find((candidate) => candidate.value === next);
    if (option) onChange(option.value);
  };
  return (
    <Primitive.Root
      type="single"
      aria-label={label}
      value={value}
      onValueChange={choose}
      className={cn(
        "inline-flex shrink-0 gap-0.5 rounded-md border border-line-strong bg-sunken p-0.5",
        className,
      )}
    >
      {options.map((option) => (
        <ToggleItem key={option.value} option={option} size={size} />
      ))}
    </Primitive.Root>
  );
}

function ToggleItem({ option, size }: { option: ToggleOption<string>; size: "sm" | "md" }) {
  const item = (
    <Primitive.Item
      value={option.value}
      disabled={option.disabled ?? false}
      {...(option.icon ? { "aria-label": option.label } : {})}
      className={cn(
        "inline-flex items-center justify-center gap-1.5 whitespace-nowrap rounded-sm border border-transparent font-medium text-muted text-xs hover:text-fg disabled:opacity-50 data-[state=on]:border-line-strong data-[state=on]:bg-raised data-[state=on]:text-fg data-[state=on]:shadow-xs [&_svg]:size-3.5",
        size === "md"
          ? "h-[calc(var(--control)-6px)] min-w-6 px-2.5"
          : "h-[max(1.5rem,calc(var(--control-sm)-6px))] min-w-6 px-2",
        option.icon && "px-1.5",
      )}
    >
      {option.icon ?? option.label}
    </Primitive.Item>
  );
  return option.icon ? <Tooltip content={option.label}>{item}</Tooltip> : item;
}
