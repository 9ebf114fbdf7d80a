"use client";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { useDebounced } from "@/components/ui/use-debounced";
import { modelListOptions, versionListOptions } from "@/lib/models/query-options";

function useModels() {
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
  return { found, onSearch: setText, loading: query.isFetching };
}

function useVersions(model: string) {
  const { slug } = useWorkspace();
  const query = useInfiniteQuery({
    ...versionListOptions(slug, model, []),
    enabled: model !== "",
  });
  return {
    versions: (query.data?.pages ?? []).flatMap(({ items }) => items),
    loading: query.isFetching,
  };
}

export interface ChosenVersion {
  model: string;
  version: string;
}

interface VersionFieldsProps {
  chosen: ChosenVersion;
  problems: Readonly<Record<string, string>>;
  onChange: (chosen: ChosenVersion) => void;
}

/** Which version of which model. */
export function VersionFields({ chosen, problems, onChange }: VersionFieldsProps) {
  const { found, ...search } = useModels();
  const { versions, loading } = useVersions(chosen.model);
  const models = chosen.model === "" ? found : [...new Set([chosen.model, ...found])];
  const numbers = versions.map(({ version }) => String(version));
  const known = chosen.version === "" ? numbers : [...new Set([chosen.version, ...numbers])];
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field label="Model" required error={problems.model}>
        <Combobox
          noun="model"
          options={models.map((name) => ({ value: name, label: name }))}
          value={chosen.model === "" ? null : chosen.model}
          onChange={(model) => onChange({ model, version: "" })}
          {...search}
        />
      </Field>
      <Field label="Version" required error={problems.version}>
        <Combobox
          noun="version"
          options={known.map((number) => ({ value: number, label: `Version ${number}` }))}
          value={chosen.version === "" ? null : chosen.version}
          onChange={(version) => onChange({ ...chosen, version })}
          loading={loading}
          disabled={chosen.model === ""}
        />
      </Field>
    </div>
  );
}
