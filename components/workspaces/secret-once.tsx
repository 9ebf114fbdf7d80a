"use client";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";

interface SecretOnceProps {
  /** What it is: "Invitation link". */
  label: string;
  value: string;
  /** Why it has to be kept now. */
  children: ReactNode;
}

/** A secret that is on the screen this one time. */
export function SecretOnce({ label, value, children }: SecretOnceProps) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  // Next to be done is to copy it.
  useEffect(() => input.current?.focus(), []);
  return (
    <div className="grid grid-cols-1 gap-3">
      <Callout tone="warning">{children}</Callout>
      <div className="grid gap-1.5">
        <label htmlFor={id} className="font-medium text-sm">
          {label}
        </label>
        <div className="flex items-center gap-1 rounded-md border border-line-control bg-sunken pr-1">
          <input
            id={id}
            readOnly
            ref={input}
            value={value}
            onFocus={(event) => event.currentTarget.select()}
            className="h-control min-w-0 grow rounded-md bg-transparent px-2.5 font-mono text-xs"
          />
          <CopyButton value={value} noun={label.toLowerCase()} />
        </div>
      </div>
    </div>
  );
}
