"use client";
import { Hash } from "lucide-react";
import {
  DropdownMenuRadioGroup,
  DropdownMenuRadioItem,
  DropdownMenuSub,
  DropdownMenuSubContent,
  DropdownMenuSubTrigger,
} from "@/components/ui/dropdown-menu";
import type { ColumnId } from "@/lib/runs/search-params/columns";
import {
  parseNumberFormat,
  printNumberFormat,
  writeNumber,
} from "@/lib/runs/search-params/number-formats";
import type { RunTable } from "./use-run-table";

const EXAMPLE = 0.123_456_789;

const CHOICES = [
  ["", "Automatic"],
  ["s3", "3 significant digits"],
  ["s8", "8 significant digits"],
  ["f2", "2 decimals"],
  ["f4", "4 decimals"],
  ["p1", "Percent"],
  ["e2", "Scientific"],
] as const;

/** How a column writes its numbers, each with an example. */
export function NumberFormatMenu({ id, table }: { id: ColumnId; table: RunTable }) {
  const { state, setState } = table;
  const current = state.formats.find((known) => known.id === id)?.format;
  const choose = (code: string) => {
    const format = parseNumberFormat(code);
    const others = state.formats.filter((known) => known.id !== id);
    void setState({ formats: format ? [...others, { id, format }] : others });
  };
  return (
    <DropdownMenuSub>
      <DropdownMenuSubTrigger icon={<Hash aria-hidden="true" />}>
        Number format
      </DropdownMenuSubTrigger>
      <DropdownMenuSubContent>
        <DropdownMenuRadioGroup
          value={current ? printNumberFormat(current) : ""}
          onValueChange={choose}
        >
          {CHOICES.map(([code, label]) => (
            <DropdownMenuRadioItem key={code} value={code}>
              <span className="min-w-0 grow">{label}</span>
              <span className="ml-4 text-subtle tabular-nums">
                {writeNumber(EXAMPLE, parseNumberFormat(code))}
              </span>
            </DropdownMenuRadioItem>
          ))}
        </DropdownMenuRadioGroup>
      </DropdownMenuSubContent>
    </DropdownMenuSub>
  );
}
