"use client";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";

interface DefinedTermProps {
  term: string;
  definition: string;
}

/** A word that opens what is meant by it. */
export function DefinedTerm({ term, definition }: DefinedTermProps) {
  return (
    <Popover>
      <PopoverTrigger className="cursor-help rounded-xs text-left underline decoration-dotted decoration-line-control underline-offset-2">
        {term}
      </PopoverTrigger>
      <PopoverContent aria-label={`What is meant by ${term}`}>
        <p className="text-sm">{definition}</p>
      </PopoverContent>
    </Popover>
  );
}
