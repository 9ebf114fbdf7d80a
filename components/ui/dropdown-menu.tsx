"use client";
import { Check, ChevronRight } from "lucide-react";
import { DropdownMenu as Primitive } from "radix-ui";
import { type ComponentProps, type ReactNode, useRef } from "react";
import { cn } from "./class-names";
import { Hotkey } from "./kbd";
import { menuItemStyles, menuLabelStyles, menuSeparatorStyles, menuStyles } from "./menu-styles";

export const DropdownMenuTrigger = Primitive.Trigger;
export const DropdownMenuRadioGroup = Primitive.RadioGroup;
export const DropdownMenuSub = Primitive.Sub;

/** Not modal: the page behind stays readable for screen readers and does not move when its scroll bar would go. */
export function DropdownMenu(props: ComponentProps<typeof Primitive.Root>) {
  return <Primitive.Root modal={false} {...props} />;
}

export function DropdownMenuContent({
  className,
  ...props
}: ComponentProps<typeof Primitive.Content>) {
  const content = useRef<HTMLDivElement>(null);
  return (
    <Primitive.Portal>
      <Primitive.Content
        ref={content}
        // Its button opens and closes it by itself: pressed while a menu fades out, it opens it again, and that stays.
        onPointerDownOutside={(event) => {
          const button = document.getElementById(
            content.current?.getAttribute("aria-labelledby") ?? "",
          );
          if (event.target instanceof Node && button?.contains(event.target))
            event.preventDefault();
        }}
        align="start"
        sideOffset={4}
        collisionPadding={8}
        {...props}
        className={cn(menuStyles, className)}
      />
    </Primitive.Portal>
  );
}

interface ItemProps extends ComponentProps<typeof Primitive.Item> {
  icon?: ReactNode | undefined;
  hotkey?: string | undefined;
  tone?: "default" | "danger" | undefined;
}

export function DropdownMenuItem({ icon, hotkey, tone, className, children, ...props }: ItemProps) {
  if (props.asChild)
    return (
      <Primitive.Item {...props} className={cn(menuItemStyles({ tone }), className)}>
        {children}
      </Primitive.Item>
    );
  return (
    <Primitive.Item {...props} className={cn(menuItemStyles({ tone }), className)}>
      {icon}
      <span className="min-w-0 grow truncate">{children}</span>
      {hotkey ? <Hotkey keys={hotkey} className="ml-4" /> : null}
    </Primitive.Item>
  );
}

export function DropdownMenuCheckboxItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.CheckboxItem>) {
  return (
    <Primitive.CheckboxItem {...props} className={cn(menuItemStyles(), "pr-8", className)}>
      {children}
      <Primitive.ItemIndicator className="absolute right-2">
        <Check aria-hidden="true" className="text-accent-fg!" />
      </Primitive.ItemIndicator>
    </Primitive.CheckboxItem>
  );
}

export function DropdownMenuRadioItem({
  className,
  children,
  ...props
}: ComponentProps<typeof Primitive.RadioItem>) {
  return (
    <Primitive.RadioItem {...props} className={cn(menuItemStyles(), "pr-8", className)}>
      {children}
      <Primitive.ItemIndicator className="absolute right-2">
        <Check aria-hidden="true" className="text-accent-fg!" />
      </Primitive.ItemIndicator>
    </Primitive.RadioItem>
  );
}

export function DropdownMenuLabel({ className, ...props }: ComponentProps<typeof Primitive.Label>) {
  return <Primitive.Label {...props} className={cn(menuLabelStyles, className)} />;
}

export function DropdownMenuSeparator() {
  return <Primitive.Separator className={menuSeparatorStyles} />;
}

interface SubTriggerProps extends ComponentProps<typeof Primitive.SubTrigger> {
  icon?: ReactNode | undefined;
}

export function DropdownMenuSubTrigger({ icon, className, children, ...props }: SubTriggerProps) {
  return (
    <Primitive.SubTrigger
      {...props}
      className={cn(menuItemStyles(), "data-[state=open]:bg-active", className)}
    >
      {icon}
      <span className="min-w-0 grow truncate">{children}</span>
      <ChevronRight aria-hidden="true" className="-mr-1 size-3.5!" />
    </Primitive.SubTrigger>
  );
}

export function DropdownMenuSubContent({
  className,
  ...props
}: ComponentProps<typeof Primitive.SubContent>) {
  return (
    <Primitive.Portal>
      <Primitive.SubContent
        sideOffset={6}
        alignOffset={-5}
        collisionPadding={8}
        {...props}
        className={cn(menuStyles, className)}
      />
    </Primitive.Portal>
  );
}
