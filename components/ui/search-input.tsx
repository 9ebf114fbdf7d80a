"use client";
import { Search, X } from "lucide-react";
import { type ComponentProps, useRef } from "react";
import { cn } from "./class-names";
import { controlStyles } from "./control-styles";
import { Hotkey } from "./kbd";
import { Spinner } from "./spinner";
import { useHotkeys } from "./use-hotkeys";

interface SearchInputProps extends Omit<ComponentProps<"input">, "value" | "onChange" | "type"> {
  /** Its accessible name. */
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** "/" is the usual one. */
  hotkey?: string | undefined;
  loading?: boolean | undefined;
}

export function SearchInput({
  label,
  value,
  onChange,
  hotkey,
  loading,
  className,
  ...props
}: SearchInputProps) {
  const input = useRef<HTMLInputElement>(null);
  const bindings = hotkey ? [{ keys: hotkey, label, run: () => input.current?.focus() }] : [];
  useHotkeys("This page", bindings);
  return (
    <div className={cn("group relative min-w-0", className)}>
      <span className="pointer-events-none absolute inset-y-0 left-2.5 grid place-items-center text-subtle">
        {loading ? (
          <Spinner className="size-3.5" />
        ) : (
          <Search aria-hidden="true" className="size-3.5" />
        )}
      </span>
      <input
        ref={input}
        type="search"
        autoComplete="off"
        spellCheck={false}
        {...props}
        aria-label={label}
        value={value}
        onChange={(event) => onChange(event.target.value)}
        onKeyDown={(event) => {
          if (event.key !== "Escape") return;
          if (value === "") event.currentTarget.blur();
          else {
            event.preventDefault();
            onChange("");
          }
        }}
        className={cn(
          controlStyles,
          "h-control pr-8 pl-8 [&::-webkit-search-cancel-button]:hidden",
        )}
      />
      {value === "" && hotkey ? (
        <Hotkey
          keys={hotkey}
          className="pointer-events-none absolute inset-y-0 right-2 items-center group-focus-within:opacity-0 pointer-coarse:hidden"
        />
      ) : null}
      {value === "" ? null : (
        <button
          type="button"
          aria-label={`Clear ${label.toLowerCase()}`}
          onClick={() => {
            onChange("");
            input.current?.focus();
          }}
          className="absolute inset-y-0 right-1 my-auto grid size-6 place-items-center rounded-sm text-subtle hover:bg-hover hover:text-fg"
        >
          <X aria-hidden="true" className="size-3.5" />
        </button>
      )}
    </div>
  );
}
