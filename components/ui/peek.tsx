"use client";
import { X } from "lucide-react";
import { type ReactNode, useEffect, useId, useRef } from "react";
import { cn } from "./class-names";
import { IconButton } from "./icon-button";
import { ResizeHandle } from "./resize-handle";
import { useHotkeys } from "./use-hotkeys";
import { useStoredNumber } from "./use-stored-number";

interface PeekProps {
  /** Under which its width is remembered: "run". */
  name: string;
  title: ReactNode;
  /** Buttons before the one that closes: previous, next, open as a page. */
  actions?: ReactNode | undefined;
  onClose: () => void;
  /** What is peeked at; when it changes, the panel scrolls back to its top. */
  subject: string;
  className?: string | undefined;
  children: ReactNode;
}

const WIDTH = { min: 320, start: 560, max: 1200 } as const;

/**
 * A panel beside a list that stays usable: put it last in a flex row. It takes the whole window where there is no room
 * for both. Which item is peeked at belongs in the URL; the width belongs to the browser.
 */
export function Peek({ name, title, actions, onClose, subject, className, children }: PeekProps) {
  const titleId = useId();
  const body = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useStoredNumber(`peek.${name}`, WIDTH.start);
  useHotkeys("Panel", [{ keys: "escape", label: "Close the panel", run: onClose }]);
  useEffect(() => {
    if (subject) body.current?.scrollTo({ top: 0 });
  }, [subject]);
  return (
    <>
      <ResizeHandle
        label={`${name} panel`}
        panel="right"
        width={width}
        min={WIDTH.min}
        max={WIDTH.max}
        onResize={setWidth}
        onReset={() => setWidth(null)}
        className="max-md:hidden"
      />
      <aside
        aria-labelledby={titleId}
        style={{ width }}
        className={cn(
          "flex max-w-[70%] shrink-0 flex-col bg-surface max-md:fixed max-md:inset-0 max-md:z-40 max-md:w-full! max-md:max-w-full",
          className,
        )}
      >
        <header className="flex min-h-12 shrink-0 items-center gap-1 border-b pr-3 pl-4">
          <h2 id={titleId} className="min-w-0 grow truncate font-semibold text-base">
            {title}
          </h2>
          {actions}
          <IconButton label="Close" hotkey="escape" tooltipSide="bottom" onClick={onClose}>
            <X aria-hidden="true" />
          </IconButton>
        </header>
        <div ref={body} className="min-h-0 grow overflow-y-auto p-4">
          {children}
        </div>
      </aside>
    </>
  );
}
