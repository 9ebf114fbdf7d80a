"use client";
import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";
import { overlayStyles } from "./dialog";
import { IconButton } from "./icon-button";

export const Sheet = Primitive.Root;
export const SheetTrigger = Primitive.Trigger;
export const SheetClose = Primitive.Close;

interface SheetContentProps extends Omit<ComponentProps<typeof Primitive.Content>, "title"> {
  title: ReactNode;
  description?: ReactNode | undefined;
  footer?: ReactNode | undefined;
  side?: "left" | "right" | undefined;
}

/** A modal panel at the side. For one that leaves the page usable, see Peek. */
export function SheetContent({
  title,
  description,
  footer,
  side = "right",
  className,
  children,
  ...props
}: SheetContentProps) {
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayStyles} />
      <Primitive.Content
        {...props}
        {...(description ? {} : { "aria-describedby": undefined })}
        className={cn(
          "fixed inset-y-0 z-50 flex w-full max-w-110 flex-col border-line-strong bg-raised shadow-lg outline-none data-[state=closed]:animate-fade-out",
          side === "right"
            ? "right-0 border-l data-[state=open]:animate-slide-right"
            : "left-0 border-r data-[state=open]:animate-slide-left",
          className,
        )}
      >
        <header className="flex items-start gap-3 border-b px-4 py-3">
          <div className="grid min-w-0 grow gap-0.5">
            <Primitive.Title className="truncate font-semibold text-base">{title}</Primitive.Title>
            {description ? (
              <Primitive.Description className="text-muted text-sm">
                {description}
              </Primitive.Description>
            ) : null}
          </div>
          <Primitive.Close asChild>
            <IconButton label="Close" hotkey="escape" size="sm" tooltipSide="bottom">
              <X aria-hidden="true" />
            </IconButton>
          </Primitive.Close>
        </header>
        <div className="min-h-0 grow overflow-y-auto p-4">{children}</div>
        {footer ? (
          <footer className="flex flex-wrap items-center justify-end gap-2 border-t bg-sunken px-4 py-3">
            {footer}
          </footer>
        ) : null}
      </Primitive.Content>
    </Primitive.Portal>
  );
}
