"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { X } from "lucide-react";
import { useState } from "react";
import { type UseFormReturn, useFieldArray } from "react-hook-form";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { useDebounced } from "@/components/ui/use-debounced";
import { datasetListOptions } from "@/lib/datasets/query-options";
import type { JobFormValues } from "./job-form";

/** Datasets by what is typed, the last used first. */
function useDatasets() {
  const { slug } = useWorkspace();
  const [text, setText] = useState("");
  const search = useDebounced(text.trim().slice(0, 200), 200);
  const query = useInfiniteQuery({
    ...datasetListOptions(slug, search),
    placeholderData: keepPreviousData,
  });
  const found = (query.data?.pages ?? []).flatMap(({ items }) => items);
  return {
    options: found
      .filter(({ versionCount }) => versionCount > 0)
      .map(({ id, name, place }) => ({
        value: String(id),
        label: name,
        description: place === "" ? undefined : place,
      })),
    onSearch: setText,
    loading: query.isFetching,
  };
}

/** A name for each row's controls, also where a dataset has several rows: "churn", "churn, 2". */
const namedRows = <Row extends { dataset: string; name: string }>(rows: readonly Row[]) =>
  rows.map((row, index) => {
    const before = rows.slice(0, index).filter(({ dataset }) => dataset === row.dataset).length;
    return { ...row, called: before === 0 ? row.name : `${row.name}, ${before + 1}` };
  });

/** The dataset versions that a job declares to read. */
export function DatasetFields({ form }: { form: UseFormReturn<JobFormValues> }) {
  const chosen = useFieldArray({ control: form.control, name: "datasets" });
  const { options, ...search } = useDatasets();
  const { errors } = form.formState;
  // A job may read several versions of one dataset: each has a row of its own.
  const names = new Map(chosen.fields.map(({ dataset, name }) => [dataset, name]));
  const unlisted = [...names]
    .filter(([dataset]) => !options.some(({ value }) => value === dataset))
    .map(([value, label]) => ({ value, label }));
  const toggle = (value: string) => {
    const rows = chosen.fields.flatMap(({ dataset }, index) => (dataset === value ? index : []));
    const option = options.find((one) => one.value === value);
    if (rows.length > 0) chosen.remove(rows);
    else if (option) chosen.append({ dataset: value, name: option.label, version: "" });
  };
  return (
    <div className="grid gap-2">
      <Field
        label="Datasets"
        description="What the command reads: inputs of its run, told to it in SLIPWAY_DATASETS."
        error={errors.datasets?.message ?? errors.datasets?.root?.message}
      >
        <Combobox
          noun="dataset"
          options={[...unlisted, ...options]}
          value={[...names.keys()]}
          onChange={toggle}
          {...search}
        />
      </Field>
      {chosen.fields.length === 0 ? null : (
        <ul className="grid gap-2">
          {namedRows(chosen.fields).map(({ id, name, called }, index) => (
            <li key={id} className="grid grid-cols-[1fr_8rem_auto] items-start gap-2">
              <span className="min-w-0 break-words pt-1.5 text-sm">{name}</span>
              <Field
                label={`Version of ${called}`}
                hideLabel
                error={errors.datasets?.[index]?.version?.message}
              >
                <Input
                  {...form.register(`datasets.${index}.version`)}
                  inputMode="numeric"
                  placeholder="Latest"
                />
              </Field>
              <IconButton label={`Leave out ${called}`} onClick={() => chosen.remove(index)}>
                <X aria-hidden="true" />
              </IconButton>
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
