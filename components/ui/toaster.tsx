"use client";
import { CircleCheck, CircleX } from "lucide-react";
import { Toaster as Primitive } from "sonner";
import { buttonStyles } from "./button-styles";
import { cn } from "./class-names";

export function Toaster() {
  return (
    <Primitive
      position="bottom-right"
      gap={8}
      expand
      containerAriaLabel="Notifications"
      icons={{
        success: <CircleCheck aria-hidden="true" className="size-4 text-success-fg" />,
        error: <CircleX aria-hidden="true" className="size-4 text-danger-fg" />,
      }}
      toastOptions={{
        unstyled: true,
        classNames: {
          toast:
            "flex w-full items-center gap-2.5 rounded-lg border border-line-strong bg-raised px-3.5 py-2.5 text-fg text-sm shadow-lg",
          content: "min-w-0 grow",
          title: "font-medium break-words",
          description: "text-muted text-xs",
          actionButton: cn(buttonStyles({ size: "sm" }), "ml-auto"),
        },
      }}
    />
  );
}
