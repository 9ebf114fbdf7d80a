"use client";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";
import { CloseButton, overlayStyles } from "./dialog";
import { Opener, useReturnFocus } from "./return-focus";

export const Sheet = Primitive.Root;
export const SheetTrigger = Primitive.Trigger;

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
  onCloseAutoFocus: own,
  ...props
}: SheetContentProps) {
  const { opener, onCloseAutoFocus } = useReturnFocus(own);
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayStyles} />
      <Primitive.Content
        {...props}
        onCloseAutoFocus={onCloseAutoFocus}
        {...(description ? {} : { "aria-describedby": undefined })}
        className={cn(
          "fixed inset-y-0 z-50 flex w-full max-w-110 flex-col border-line-strong bg-raised shadow-lg outline-none data-[state=closed]:animate-fade-out",
          side === "right"
            ? "right-0 border-l data-[state=open]:animate-slide-right"
            : "left-0 border-r data-[state=open]:animate-slide-left",
          className,
        )}
      >
        <Opener into={opener} />
        <header className="grid gap-0.5 border-b py-3 pr-14 pl-4">
          <Primitive.Title className="truncate font-semibold text-base">{title}</Primitive.Title>
          {description ? (
            <Primitive.Description className="text-muted text-sm">
              {description}
            </Primitive.Description>
          ) : null}
        </header>
        <div className="min-h-0 grow overflow-y-auto p-4">{children}</div>
        {footer ? (
          <footer className="flex flex-wrap items-center justify-end gap-2 border-t bg-sunken px-4 py-3">
            {footer}
          </footer>
        ) : null}
        <CloseButton className="absolute top-2.5 right-3" />
      </Primitive.Content>
    </Primitive.Portal>
  );
}
