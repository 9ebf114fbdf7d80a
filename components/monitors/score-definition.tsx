"use client";
import { Info } from "lucide-react";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { IconButton } from "@/components/ui/icon-button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { formatCount, formatNumber, NO_VALUE } from "@/lib/core/format";
import { METHOD_WORDS } from "@/lib/monitors/rules/method-words";

import type { ColumnFinding } from "@/lib/monitors/schema/monitors";

interface ScoreDefinitionProps {
  finding: Pick<ColumnFinding, "kind" | "method" | "threshold" | "judgedBy" | "chance">;
  /** What the score is laid beside. */
  beside: string;
  /** Whose bins they are. */
  reference: { dataset: string; version: number };
  bins: number | undefined;
  minRows: number;
  version: number;
}

/** By what definition a score came about. */
export function ScoreDefinition({
  finding,
  beside,
  reference,
  bins,
  minRows,
  version,
}: ScoreDefinitionProps) {
  const { kind, method, threshold, judgedBy, chance } = finding;
  const { label, base } = METHOD_WORDS[method];
  return (
    <Popover>
      <PopoverTrigger asChild>
        <IconButton size="sm" label="How this score came about">
          <Info aria-hidden="true" className="size-3.5" />
        </IconButton>
      </PopoverTrigger>
      <PopoverContent aria-label="How this score came about" align="end" className="w-96">
        <DescriptionList className="text-sm">
          <DescriptionItem term="Method">
            {label}, {base}
          </DescriptionItem>
          <DescriptionItem term="Beside">{beside}</DescriptionItem>
          <DescriptionItem term="Bins">
            {bins === undefined ? "" : `${formatCount(bins)}, `}
            {kind === "number"
              ? "frozen between the reference’s values, one below and one above them"
              : "the reference’s most frequent values, one for all others"}
            , and one for what is no value. Of{" "}
            {`${reference.dataset}, version ${reference.version}`}.
          </DescriptionItem>
          <DescriptionItem term="Threshold">
            {formatNumber(threshold, 3)}
            {judgedBy === "p_value"
              ? ": a p-value up to there is small, after Benjamini and Hochberg across the columns"
              : ": drifted from there on, if it is more than chance"}
          </DescriptionItem>
          <DescriptionItem term="By chance">
            {chance === null ? NO_VALUE : formatNumber(chance, 3)}: two samples of the same values
            are this far apart once in a thousand windows
          </DescriptionItem>
          <DescriptionItem term="Least rows">{formatCount(minRows)}</DescriptionItem>
          <DescriptionItem term="Definition">{`Version ${version}`}</DescriptionItem>
        </DescriptionList>
      </PopoverContent>
    </Popover>
  );
}
