"use client";
import { Plus, Trash2 } from "lucide-react";
import { type ReactNode, useState } from "react";
import { useFieldArray } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { CARD_LIMITS } from "@/lib/models/schema/cards";
import type { CardFormApi } from "./card-form-values";

interface ListProps {
  form: CardFormApi;
}

interface RowsProps {
  title: string;
  noun: string;
  most: number;
  ids: readonly string[];
  onAdd: () => void;
  onRemove: (index: number) => void;
  renderRow: (index: number) => ReactNode;
}

/** Entries of a list, one below the other, each with what removes it. */
function Rows({ title, noun, most, ids, onAdd, onRemove, renderRow }: RowsProps) {
  return (
    <fieldset className="grid min-w-0 gap-2">
      <legend className="mb-1.5 font-medium text-sm">{title}</legend>
      {ids.map((id, index) => (
        <div key={id} className="flex min-w-0 items-start gap-2 rounded-md border p-3">
          <div className="grid min-w-0 grow gap-2 sm:grid-cols-[repeat(auto-fit,minmax(8rem,1fr))]">
            {renderRow(index)}
          </div>
          <IconButton label={`Remove ${noun} ${index + 1}`} onClick={() => onRemove(index)}>
            <Trash2 aria-hidden="true" />
          </IconButton>
        </div>
      ))}
      {ids.length < most ? (
        <Button size="sm" className="justify-self-start" onClick={onAdd}>
          <Plus aria-hidden="true" />
          {`Add ${noun}`}
        </Button>
      ) : (
        <p className="text-muted text-xs">{`At most ${most}.`}</p>
      )}
    </fieldset>
  );
}

export function DatasetRows({
  form,
  name,
  title,
}: ListProps & { name: "trainingDatasets" | "evaluationDatasets"; title: string }) {
  const { fields, append, remove } = useFieldArray({
    control: form.control,
    name: `document.${name}`,
  });
  const errors = form.formState.errors.document?.[name];
  return (
    <Rows
      title={title}
      noun="dataset"
      most={CARD_LIMITS.datasets}
      ids={fields.map(({ id }) => id)}
      onAdd={() => append({ name: "", version: "", reference: "" })}
      onRemove={remove}
      renderRow={(index) => (
        <>
          <Field label="Name" required error={errors?.[index]?.name?.message}>
            <Input {...form.register(`document.${name}.${index}.name`)} />
          </Field>
          <Field label="Version" error={errors?.[index]?.version?.message}>
            <Input {...form.register(`document.${name}.${index}.version`)} />
          </Field>
          <Field label="Reference" error={errors?.[index]?.reference?.message}>
            <Input
              {...form.register(`document.${name}.${index}.reference`)}
              placeholder="sha256:…, s3://…"
              className="font-mono text-xs"
            />
          </Field>
        </>
      )}
    />
  );
}

export function ResultRows({ form }: ListProps) {
  const { fields, append, remove } = useFieldArray({
    control: form.control,
    name: "document.results",
  });
  const errors = form.formState.errors.document?.results;
  const at = (index: number) => `document.results.${index}` as const;
  return (
    <Rows
      title="Results"
      noun="result"
      most={CARD_LIMITS.results}
      ids={fields.map(({ id }) => id)}
      onAdd={() => append({ metric: "", value: Number.NaN, slice: "", dataset: "" })}
      onRemove={remove}
      renderRow={(index) => (
        <>
          <Field label="Metric" required error={errors?.[index]?.metric?.message}>
            <Input {...form.register(`${at(index)}.metric`)} />
          </Field>
          <Field label="Value" required error={errors?.[index]?.value?.message}>
            <Input
              type="number"
              step="any"
              {...form.register(`${at(index)}.value`, { valueAsNumber: true })}
              className="tabular-nums"
            />
          </Field>
          <Field label="Slice" error={errors?.[index]?.slice?.message}>
            <Input {...form.register(`${at(index)}.slice`)} placeholder="region/eu" />
          </Field>
          <Field label="Measured on" error={errors?.[index]?.dataset?.message}>
            <Input {...form.register(`${at(index)}.dataset`)} />
          </Field>
        </>
      )}
    />
  );
}

export function SectionRows({ form }: ListProps) {
  const { fields, append, remove } = useFieldArray({
    control: form.control,
    name: "document.sections",
  });
  const errors = form.formState.errors.document?.sections;
  return (
    <Rows
      title="Further sections"
      noun="section"
      most={CARD_LIMITS.sections}
      ids={fields.map(({ id }) => id)}
      onAdd={() => append({ title: "", text: "" })}
      onRemove={remove}
      renderRow={(index) => (
        <>
          <Field
            label="Title"
            required
            error={errors?.[index]?.title?.message}
            className="col-span-full"
          >
            <Input {...form.register(`document.sections.${index}.title`)} />
          </Field>
          <Field label="Text" error={errors?.[index]?.text?.message} className="col-span-full">
            <Textarea {...form.register(`document.sections.${index}.text`)} />
          </Field>
        </>
      )}
    />
  );
}

interface WordsInputProps {
  value: readonly string[];
  onChange: (value: string[]) => void;
  placeholder?: string | undefined;
}

/** A few words, parted by commas. */
export function WordsInput({ value, onChange, placeholder }: WordsInputProps) {
  const joined = value.join(", ");
  const [typed, setTyped] = useState({ text: joined, joined });
  // What came from elsewhere, such as a draft, replaces what was typed.
  if (typed.joined !== joined) setTyped({ text: joined, joined });
  return (
    <Input
      value={typed.text}
      placeholder={placeholder}
      onChange={({ target }) => {
        const words = target.value
          .split(",")
          .map((word) => word.trim())
          .filter(Boolean);
        setTyped({ text: target.value, joined: words.join(", ") });
        onChange(words);
      }}
    />
  );
}
