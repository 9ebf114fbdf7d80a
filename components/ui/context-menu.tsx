"use client";
import { ContextMenu as Primitive } from "radix-ui";
import type { ComponentProps, ReactNode } from "react";
import { cn } from "./class-names";
import { Hotkey } from "./kbd";
import { menuItemStyles, menuLabelStyles, menuSeparatorStyles, menuStyles } from "./menu-styles";

/** A short cut to what the page also offers elsewhere, never the only way to it. */
export function ContextMenu(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root modal={false} {...props} />;
}

export const ContextMenuTrigger = Primitive.Trigger;

export function ContextMenuContent({
  className,
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  return (
    <Primitive.Portal>
      <Primitive.Content collisionPadding={8} {...props} className={cn(menuStyles, className)} />
    </Primitive.Portal>
  );
}

interface ItemProps extends ComponentProps<typeof Primitive.Item> {
  icon?: ReactNode | undefined;
  hotkey?: string | undefined;
  tone?: "default" | "danger" | undefined;
}

export function ContextMenuItem({ icon, hotkey, tone, className, children, ...props }: ItemProps) {
  return (
    <Primitive.Item {...props} className={cn(menuItemStyles({ tone }), className)}>
      {icon}
      <span className="min-w-0 grow truncate">{children}</span>
      {hotkey ? <Hotkey keys={hotkey} className="ml-4" /> : null}
    </Primitive.Item>
  );
}

export function ContextMenuLabel({ className, ...props }: ComponentProps<typeof Primitive.Label>) {
  return <Primitive.Label {...props} className={cn(menuLabelStyles, className)} />;
}

export function ContextMenuSeparator() {
  return <Primitive.Separator className={menuSeparatorStyles} />;
}
