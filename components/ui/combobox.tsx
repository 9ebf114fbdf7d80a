"use client";
import { Check, ChevronsUpDown } from "lucide-react";
import { type ReactNode, useState } from "react";
import { cn } from "./class-names";
import { Command, CommandInput, CommandItem, CommandList } from "./command";
import { controlStyles } from "./control-styles";
import { useFieldControl } from "./field-context";
import { filterOptions } from "./filter-options";
import { Popover, PopoverContent, PopoverTrigger } from "./popover";
import { Spinner } from "./spinner";
import { useActiveItem } from "./use-active-item";

export interface ComboboxOption {
  value: string;
  label: string;
  description?: string | undefined;
  icon?: ReactNode | undefined;
  disabled?: boolean | undefined;
}

interface ComboboxProps {
  options: readonly ComboboxOption[];
  /** One value, or several: then choosing toggles and the list stays open. */
  value: string | null | readonly string[];
  onChange: (value: string) => void;
  /** What is chosen here, as a noun: "experiment". Used in its texts and, outside a Field, as its name. */
  noun: string;
  placeholder?: string | undefined;
  /** Given, the caller does the searching (on the server) and passes what it found as options. */
  onSearch?: ((text: string) => void) | undefined;
  loading?: boolean | undefined;
  disabled?: boolean | undefined;
  className?: string | undefined;
}

const SHOWN = 100;

/** A list long enough to search. For a few fixed choices use Select. */
export function Combobox(props: ComboboxProps) {
  const {
    options,
    value,
    onChange,
    noun,
    placeholder = `Select ${noun}…`,
    disabled = false,
    className,
  } = props;
  const [open, setOpen] = useState(false);
  const control = useFieldControl({});
  const chosen = typeof value === "string" ? [value] : (value ?? []);
  const labels = chosen.map(
    (item) => options.find((option) => option.value === item)?.label ?? item,
  );
  const isSingle = value === null || typeof value === "string";
  return (
    <Popover open={open} onOpenChange={setOpen}>
      <PopoverTrigger
        {...control}
        {...(control.id
          ? {}
          : { "aria-label": labels.length ? `${noun}: ${labels.join(", ")}` : noun })}
        role="combobox"
        aria-expanded={open}
        disabled={disabled}
        className={cn(
          controlStyles,
          "flex h-control items-center justify-between gap-2 px-2.5 text-left",
          className,
        )}
      >
        <span className={cn("truncate", labels.length === 0 && "text-subtle")}>
          {labels.length ? labels.join(", ") : placeholder}
        </span>
        <ChevronsUpDown aria-hidden="true" className="size-3.5 shrink-0 text-subtle" />
      </PopoverTrigger>
      <PopoverContent
        aria-label={`Choose ${noun}`}
        className="w-(--radix-popover-trigger-width) min-w-56 overflow-hidden p-0"
      >
        <ComboboxList
          {...props}
          chosen={chosen}
          onChange={(next) => {
            onChange(next);
            if (isSingle) setOpen(false);
          }}
        />
      </PopoverContent>
    </Popover>
  );
}

function ComboboxList({
  options,
  chosen,
  onChange,
  noun,
  onSearch,
  loading = false,
}: ComboboxProps & { chosen: readonly string[] }) {
  const [text, setText] = useState("");
  const found = onSearch ? options : filterOptions(options, text);
  const hidden = found.length - SHOWN;
  const { active, setActive } = useActiveItem(found);
  return (
    <Command shouldFilter={false} label={`Search ${noun}`} value={active} onValueChange={setActive}>
      <CommandInput
        autoFocus
        value={text}
        placeholder={`Search ${noun}…`}
        onValueChange={(next) => {
          setText(next);
          setActive("");
          onSearch?.(next);
        }}
      />
      <CommandList>
        {found.slice(0, SHOWN).map((option) => (
          <CommandItem
            key={option.value}
            value={option.value}
            disabled={option.disabled ?? false}
            onSelect={() => onChange(option.value)}
            className="pr-8"
          >
            {option.icon}
            <span className="grid min-w-0">
              <span className="truncate">{option.label}</span>
              {option.description ? (
                <span className="truncate text-muted text-xs">{option.description}</span>
              ) : null}
            </span>
            {chosen.includes(option.value) ? (
              <Check aria-label="chosen" className="absolute right-2 text-accent-fg!" />
            ) : null}
          </CommandItem>
        ))}
        <p role="status" className="px-2 py-1.5 text-muted text-xs empty:hidden">
          {comboboxStatus(found.length, hidden, noun, text, loading)}
        </p>
      </CommandList>
    </Command>
  );
}

function comboboxStatus(
  found: number,
  hidden: number,
  noun: string,
  text: string,
  loading: boolean,
): ReactNode {
  if (loading) return <Spinner label={`Loading ${noun}`} className="mx-auto my-1" />;
  if (hidden > 0) return `${hidden} more. Type to narrow them down.`;
  if (found > 0) return null;
  return text === "" ? `No ${noun} yet.` : `No ${noun} matches “${text}”.`;
}
