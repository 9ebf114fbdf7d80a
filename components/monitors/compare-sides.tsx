"use client";
import { ArrowLeftRight } from "lucide-react";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { formatPlural } from "@/lib/core/format";
import type { MonitorComparisonDto } from "@/lib/monitors/dto/comparisons";
import { parseSide } from "@/lib/monitors/rules/window-names";
import { WINDOW_WORDS, windowInWords } from "@/lib/monitors/rules/words";

const optionOf = (name: string) => {
  const side = parseSide(name);
  return side?.kind === "window"
    ? { value: name, label: windowInWords(side), description: WINDOW_WORDS[side.window] }
    : { value: name, label: "Reference" };
};

interface CompareSidesProps {
  comparison: MonitorComparisonDto;
  onChange: (sides: { before?: string; after?: string }) => void;
}

/** Chooses what is laid beside what. */
export function CompareSides({ comparison, onChange }: CompareSidesProps) {
  const { before, after, choices } = comparison;
  const options = ["reference", ...choices].map(optionOf);
  return (
    <section
      aria-label="Sides"
      className="grid grid-cols-[minmax(0,1fr)] items-end gap-3 sm:grid-cols-[minmax(0,20rem)_auto_minmax(0,20rem)]"
    >
      <Field label="First side" required description={formatPlural(before.rows, "row")}>
        <Combobox
          noun="window"
          options={options}
          value={before.name}
          onChange={(name) => onChange({ before: name })}
        />
      </Field>
      <IconButton
        label="Exchange the sides"
        variant="secondary"
        className="sm:mb-6"
        onClick={() => onChange({ before: after.name, after: before.name })}
      >
        <ArrowLeftRight aria-hidden="true" />
      </IconButton>
      <Field label="Second side" required description={formatPlural(after.rows, "row")}>
        <Combobox
          noun="window"
          options={options}
          value={after.name}
          onChange={(name) => onChange({ after: name })}
        />
      </Field>
    </section>
  );
}
