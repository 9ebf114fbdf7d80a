"use client";
import { X } from "lucide-react";
import { Dialog as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { buttonStyles } from "./button-styles";
import { cn } from "./class-names";
import { Opener, useReturnFocus } from "./return-focus";

export const Dialog = Primitive.Root;
export const DialogTrigger = Primitive.Trigger;
export const DialogClose = Primitive.Close;

export const overlayStyles =
  "fixed inset-0 z-40 bg-overlay data-[state=open]:animate-fade data-[state=closed]:animate-fade-out";

/** Stands on what has a use of its own for Escape, which then closes no dialog around it. */
export const TAKES_ESCAPE = "data-takes-escape";

function leaveEscape(event: KeyboardEvent): void {
  if (event.target instanceof Element && event.target.closest(`[${TAKES_ESCAPE}]`))
    event.preventDefault();
}

interface DialogContentProps extends Omit<ComponentProps<typeof Primitive.Content>, "title"> {
  title: ReactNode;
  /** One sentence under the title. */
  description?: ReactNode | undefined;
  /** Buttons, the one that does it last. */
  footer?: ReactNode | undefined;
  size?: "sm" | "md" | "lg" | "xl" | undefined;
}

const WIDTHS = { sm: "max-w-100", md: "max-w-130", lg: "max-w-180", xl: "max-w-260" } as const;

export function DialogContent({
  title,
  description,
  footer,
  size = "md",
  className,
  children,
  onCloseAutoFocus: own,
  ...props
}: DialogContentProps) {
  const { opener, onCloseAutoFocus } = useReturnFocus(own);
  return (
    <Primitive.Portal>
      <Primitive.Overlay className={overlayStyles} />
      <Primitive.Content
        onEscapeKeyDown={leaveEscape}
        {...props}
        onCloseAutoFocus={onCloseAutoFocus}
        {...(description ? {} : { "aria-describedby": undefined })}
        className={cn(
          "fixed inset-x-3 top-[max(1rem,8dvh)] z-50 mx-auto flex max-h-[84dvh] flex-col rounded-xl border border-line-strong bg-raised shadow-lg outline-none data-[state=open]:animate-pop data-[state=closed]:animate-fade-out",
          WIDTHS[size],
          className,
        )}
      >
        <Opener into={opener} />
        <header className="grid gap-1 px-5 pt-4 pr-14 pb-3">
          <Primitive.Title className="font-semibold text-lg">{title}</Primitive.Title>
          {description ? (
            <Primitive.Description className="text-muted text-sm">
              {description}
            </Primitive.Description>
          ) : null}
        </header>
        <div className="min-h-0 grow overflow-y-auto px-5 pb-5">{children}</div>
        {footer ? (
          <footer className="flex flex-wrap items-center justify-end gap-2 rounded-b-xl border-t bg-sunken px-5 py-3">
            {footer}
          </footer>
        ) : null}
        <CloseButton className="absolute top-3 right-3" />
      </Primitive.Content>
    </Primitive.Portal>
  );
}

/** Last in the order of focus, so that a dialog opens on its first field. */
export function CloseButton({ className }: { className?: string | undefined }) {
  return (
    <Primitive.Close
      aria-label="Close"
      className={cn(
        buttonStyles({ variant: "ghost", size: "sm" }),
        "aspect-square px-0",
        className,
      )}
    >
      <X aria-hidden="true" />
    </Primitive.Close>
  );
}
