"use client";
import type { ComponentProps, ReactNode } from "react";
import { Button } from "./button";
import type { ButtonSize, ButtonVariant } from "./button-styles";
import { cn } from "./class-names";
import { Tooltip } from "./tooltip";

interface IconButtonProps extends Omit<ComponentProps<"button">, "aria-label"> {
  /** Its accessible name, also shown as a tooltip. */
  label: string;
  hotkey?: string | undefined;
  variant?: ButtonVariant | undefined;
  size?: ButtonSize | undefined;
  loading?: boolean | undefined;
  tooltipSide?: "top" | "right" | "bottom" | "left" | undefined;
  children: ReactNode;
}

export function IconButton({
  label,
  hotkey,
  variant = "ghost",
  tooltipSide,
  className,
  children,
  ...props
}: IconButtonProps) {
  return (
    <Tooltip content={label} hotkey={hotkey} side={tooltipSide}>
      <Button
        {...props}
        variant={variant}
        aria-label={label}
        className={cn("aspect-square px-0", className)}
      >
        {children}
      </Button>
    </Tooltip>
  );
}
