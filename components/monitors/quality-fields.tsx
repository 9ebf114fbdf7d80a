import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { limitsInWords } from "@/lib/monitors/rules/quality-words";
import type { EditedColumn } from "./edit-form";

interface Limits {
  missing: string;
  invalid: string;
  beyond: string;
  repeated: string;
}

const FIELDS = [
  { field: "missing", label: "Missing, %" },
  { field: "invalid", label: "Of another type, %" },
  { field: "beyond", label: "Unseen or outside, %" },
  { field: "repeated", label: "Repeated in a window, %" },
] as const;

interface QualityFieldsProps {
  columns: readonly EditedColumn[];
  wishes: Limits;
  problems: Readonly<Record<string, string>>;
  set: (change: Partial<Limits>) => void;
}

/** How much of a column may be wrong before its quality is. */
export function QualityFields({ columns, wishes, problems, set }: QualityFieldsProps) {
  const held = columns.length === 1 ? columns[0]?.held : null;
  return (
    <fieldset className="grid gap-2">
      <legend className="font-medium text-sm">Quality: at most</legend>
      {held ? (
        <p className="text-muted text-xs">{`Now ${limitsInWords(held).join("; ")}.`}</p>
      ) : null}
      <div className="grid items-end gap-4 sm:grid-cols-2">
        {FIELDS.map(({ field, label }) => (
          <Field key={field} label={label} error={problems[field]}>
            <Input
              inputMode="decimal"
              value={wishes[field]}
              placeholder="As it is"
              onChange={(event) => set({ [field]: event.target.value })}
            />
          </Field>
        ))}
      </div>
      <p className="text-muted text-xs">
        Repeated values are counted only where less than 100 % may repeat, and of columns that are
        left out too.
      </p>
    </fieldset>
  );
}
