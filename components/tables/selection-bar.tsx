"use client";
import { X } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton } from "@/components/ui/icon-button";
import { formatCount } from "@/lib/core/format";

interface SelectionBarProps {
  count: number;
  /** What is selected: "run". */
  noun: string;
  onClear: () => void;
  /** What can be done with them. */
  children: ReactNode;
}

/** Floats over the foot of a grid while rows are selected. */
export function SelectionBar({ count, noun, onClear, children }: SelectionBarProps) {
  if (count === 0) return null;
  const text = `${formatCount(count)} ${count === 1 ? noun : `${noun}s`} selected`;
  return (
    <div className="pointer-events-none absolute inset-x-2 bottom-3 z-20 flex justify-center">
      <section
        aria-label={`Selected ${noun}s`}
        className="pointer-events-auto flex max-w-full flex-wrap items-center gap-1.5 rounded-lg border border-line-strong bg-raised py-1.5 pr-1.5 pl-3 shadow-lg data-[state=open]:animate-pop"
      >
        <span role="status" className="mr-1 whitespace-nowrap font-medium text-sm">
          {text}
        </span>
        {children}
        <IconButton label="Clear selection" size="sm" onClick={onClear}>
          <X aria-hidden="true" />
        </IconButton>
      </section>
    </div>
  );
}
