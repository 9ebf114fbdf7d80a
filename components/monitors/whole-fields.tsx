import { Field } from "@/components/ui/field";
import { Select } from "@/components/ui/select";
import { wholeInWords } from "@/lib/monitors/rules/quality-words";
import { NO_QUALITY, type Quality } from "@/lib/monitors/schema/quality";
import type { EditForm } from "./edit-form";

type Held = EditForm["rows"];

/** What holds now stands among the choices where something does. */
function choices(now: Quality, learned: { label: string; description: string }) {
  const [words] = wholeInWords(now);
  return [
    { value: "none" as const, label: "Not looked at" },
    ...(words === undefined ? [] : [{ value: "same" as const, label: words }]),
    { value: "learned" as const, ...learned },
  ];
}

interface WholeFieldsProps {
  form: EditForm;
  set: (change: { rows?: Held; repeatedRows?: Held }) => void;
}

/** What all rows of a window are held to. */
export function WholeFields({ form: { quality, rows, repeatedRows }, set }: WholeFieldsProps) {
  return (
    <>
      <Field label="Rows of a window" description="Fewer or more are told as a fault.">
        <Select
          value={rows}
          onChange={(wish) => set({ rows: wish })}
          options={choices(
            { ...NO_QUALITY, rows: quality.rows },
            {
              label: "Learned from windows so far",
              description: "mean and three standard deviations, of six or more",
            },
          )}
        />
      </Field>
      <Field label="Rows that repeat" description="Like one before in all watched columns.">
        <Select
          value={repeatedRows}
          onChange={(wish) => set({ repeatedRows: wish })}
          options={choices(
            { ...NO_QUALITY, repeatedRows: quality.repeatedRows },
            {
              label: "Learned from the reference",
              description: "as many as repeat there, and two in a hundred more",
            },
          )}
        />
      </Field>
    </>
  );
}
