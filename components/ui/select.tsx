"use client";
import { Check, ChevronDown } from "lucide-react";
import { Select as Primitive } from "radix-ui";
import { type ReactNode, useState } from "react";
import { cn } from "./class-names";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field-context";
import { InertOthers } from "./inert-others";
import { floatingStyles, menuItemStyles, menuLabelStyles } from "./menu-styles";

export interface SelectOption<Value extends string = string> {
  value: Value;
  label: string;
  description?: string | undefined;
  icon?: ReactNode | undefined;
  disabled?: boolean | undefined;
}

interface SelectProps<Value extends string> {
  options: readonly SelectOption<Value>[];
  value?: Value | undefined;
  onChange: (value: Value) => void;
  placeholder?: string | undefined;
  /** Accessible name where no Field gives one. */
  label?: string | undefined;
  /** Heading inside the list. */
  heading?: string | undefined;
  size?: "sm" | "md" | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
}

/** A short, fixed list. For long or searched ones use Combobox. */
export function Select<Value extends string>({
  options,
  value,
  onChange,
  placeholder = "Select…",
  label,
  heading,
  size = "md",
  disabled = false,
  className,
}: SelectProps<Value>) {
  const control = useFieldControl({});
  // A closed list is there as well, out of the page, so that its options are known.
  const [isOpen, setIsOpen] = useState(false);
  const chosen = options.find((option) => option.value === value);
  const choose = (next: string) => {
    const option = options.find((candidate) => candidate.value === next);
    if (option) onChange(option.value);
  };
  return (
    <Primitive.Root
      value={value ?? ""}
      onValueChange={choose}
      onOpenChange={setIsOpen}
      disabled={disabled}
    >
      <Primitive.Trigger
        {...control}
        {...(label ? { "aria-label": label } : {})}
        className={cn(
          controlStyles,
          "flex items-center justify-between gap-2 text-left data-[placeholder]:text-subtle",
          size === "md" ? "h-control px-2.5" : "h-control-sm px-2 text-xs",
          className,
        )}
      >
        <span className="flex min-w-0 items-center gap-2 [&_svg]:size-4 [&_svg]:shrink-0">
          {chosen?.icon}
          <span className="truncate">
            <Primitive.Value placeholder={placeholder}>{chosen?.label}</Primitive.Value>
          </span>
        </span>
        <ChevronDown aria-hidden="true" className="size-3.5 shrink-0 text-subtle" />
      </Primitive.Trigger>
      <Primitive.Portal>
        <Primitive.Content
          position="popper"
          sideOffset={4}
          collisionPadding={8}
          className={cn(
            floatingStyles,
            "max-h-(--radix-select-content-available-height) min-w-(--radix-select-trigger-width) max-w-96 overflow-y-auto p-1",
          )}
        >
          {isOpen ? <InertOthers /> : null}
          <Primitive.Viewport>
            <Primitive.Group>
              {heading ? (
                <Primitive.Label className={menuLabelStyles}>{heading}</Primitive.Label>
              ) : null}
              {options.map((option) => (
                <SelectItem key={option.value} option={option} />
              ))}
            </Primitive.Group>
          </Primitive.Viewport>
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

function SelectItem({ option }: { option: SelectOption }) {
  return (
    <Primitive.Item
      value={option.value}
      disabled={option.disabled ?? false}
      className={cn(menuItemStyles(), "pr-8")}
    >
      {option.icon}
      <span className="grid min-w-0">
        <Primitive.ItemText>{option.label}</Primitive.ItemText>
        {option.description ? (
          <span className="text-muted text-xs">{option.description}</span>
        ) : null}
      </span>
      <Primitive.ItemIndicator className="absolute right-2">
        <Check aria-hidden="true" className="text-accent-fg!" />
      </Primitive.ItemIndicator>
    </Primitive.Item>
  );
}
