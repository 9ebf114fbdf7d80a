import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { InputColumnDto } from "@/lib/gateway/dto/playground";
import { type FieldValues, isNumeric } from "./playground-form";

const EMPTY = "none";
const TRUTHS = [
  { value: "true", label: "true" },
  { value: "false", label: "false" },
];

interface PlaygroundFieldsProps {
  columns: readonly InputColumnDto[];
  values: FieldValues;
  /** By column. */
  problems: FieldValues;
  onChange: (values: FieldValues) => void;
}

interface ColumnProps {
  column: InputColumnDto;
  value: string;
  onChange: (value: string) => void;
}

function ColumnInput({ column: { type, isRequired }, value, onChange }: ColumnProps) {
  if (type === "boolean")
    return (
      <Select
        options={isRequired ? TRUTHS : [{ value: EMPTY, label: "not sent" }, ...TRUTHS]}
        value={value === "" ? (isRequired ? "false" : EMPTY) : value}
        onChange={(next) => onChange(next === EMPTY ? "" : next)}
      />
    );
  return (
    <Input
      value={value}
      spellCheck={false}
      inputMode={isNumeric(type) ? "decimal" : undefined}
      placeholder={type === "datetime" ? "2026-01-31T12:00:00Z" : undefined}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** One row of what the model takes, a field a column. */
export function PlaygroundFields({ columns, values, problems, onChange }: PlaygroundFieldsProps) {
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      {columns.map((column) => (
        <Field
          key={column.name}
          label={column.name}
          required={column.isRequired}
          description={column.type}
          error={problems[column.name]}
        >
          <ColumnInput
            column={column}
            value={values[column.name] ?? ""}
            onChange={(value) => onChange({ ...values, [column.name]: value })}
          />
        </Field>
      ))}
    </div>
  );
}
