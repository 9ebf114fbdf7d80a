"use client";
import { useSyncExternalStore } from "react";
import { cn } from "./class-names";
import { describeHotkey } from "./hotkeys";

const never = () => () => undefined;
const isApple = () => /Mac|iPhone|iPad/.test(navigator.userAgent);

/** One key cap. */
export function Kbd({ children, className }: { children: string; className?: string | undefined }) {
  return (
    <kbd
      className={cn(
        "inline-grid h-4.5 min-w-4.5 place-items-center rounded-sm border border-line-strong bg-sunken px-1 font-sans text-2xs text-muted",
        className,
      )}
    >
      {children}
    </kbd>
  );
}

/** A shortcut as this keyboard writes it: ⌘ K here, Ctrl K there. */
export function Hotkey({ keys, className }: { keys: string; className?: string | undefined }) {
  const apple = useSyncExternalStore(never, isApple, () => false);
  return (
    <span className={cn("inline-flex shrink-0 items-center gap-0.5", className)}>
      {describeHotkey(keys, apple).map(({ id, text }) => (
        <Kbd key={id}>{text}</Kbd>
      ))}
    </span>
  );
}
