"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { useDebounced } from "@/components/ui/use-debounced";
import { routes } from "@/lib/core/routes";
import type { ComparisonChoiceDto, PickableVersionDto } from "@/lib/models/dto/comparison";
import { modelListOptions } from "@/lib/models/query-options";

const placesOf = ({ aliases, stage }: PickableVersionDto) =>
  [...aliases.map((alias) => `@${alias}`), ...(stage === "None" ? [] : [stage])].join(", ");

/** Models of the workspace by what is typed, this one always among them. */
function useModels(own: string) {
  const { slug } = useWorkspace();
  const [text, setText] = useState("");
  const search = useDebounced(text.trim().slice(0, 200), 200);
  const query = useInfiniteQuery({
    ...modelListOptions(slug, {
      search,
      tag: "",
      owner: "",
      risk: null,
      health: null,
      isServing: false,
      sort: "updated",
      isAscending: false,
    }),
    placeholderData: keepPreviousData,
  });
  const found = (query.data?.pages ?? []).flatMap(({ items }) => items.map(({ name }) => name));
  const names = [...new Set(search === "" ? [own, ...found] : found)];
  return {
    options: names.map((name) => ({ value: name, label: name })),
    onSearch: setText,
    isLoading: query.isFetching,
  };
}

interface ComparisonPickerProps {
  name: string;
  version: number;
  choice: ComparisonChoiceDto;
}

/** Which version to compare with; the address keeps it. */
export function ComparisonPicker({ name, version, choice }: ComparisonPickerProps) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const models = useModels(name);
  const others = choice.versions.filter(
    (other) => choice.model !== name || other.version !== version,
  );
  const go = (model: string, other: string) =>
    router.push(
      routes.versionComparison(slug, { name, version }, { name: model, version: other }),
      {
        scroll: false,
      },
    );
  return (
    <div className="flex flex-wrap items-end gap-3">
      <Field label="Compare with a version of" required className="w-full sm:w-72">
        <Combobox
          noun="model"
          options={models.options}
          value={choice.model}
          onChange={(model) => go(model, "")}
          onSearch={models.onSearch}
          loading={models.isLoading}
        />
      </Field>
      <Field label="Version" required className="w-full sm:w-72">
        <Combobox
          noun="version"
          options={others.map((other) => ({
            value: String(other.version),
            label: `Version ${other.version}`,
            description: placesOf(other) || undefined,
          }))}
          value={choice.comparison ? String(choice.comparison.base.version) : null}
          onChange={(other) => go(choice.model, other)}
        />
      </Field>
    </div>
  );
}
