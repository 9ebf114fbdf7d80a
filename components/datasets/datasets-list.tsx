"use client";
import { Database } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useState, useTransition } from "react";
import { RefreshOnChange } from "@/components/shell/refresh-on-change";
import { Button } from "@/components/ui/button";
import { Card } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { SearchInput } from "@/components/ui/search-input";
import { useTypedSearch } from "@/components/ui/use-typed-search";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { DatasetDto } from "@/lib/datasets/dto/datasets";
import { datasetListParams } from "@/lib/datasets/search-params";

const SNIPPET = `dataset = mlflow.data.from_pandas(table, source="s3://team/sales.parquet", name="sales")
mlflow.log_input(dataset, context="training")`;

const SOURCES: Readonly<Record<string, string>> = {
  code: "Made by code",
  upload: "Uploaded here",
};

function sourceText({ sourceType, place }: DatasetDto): string {
  return SOURCES[sourceType] ?? (place || sourceType);
}

function Nothing({ isFiltered, clear }: { isFiltered: boolean; clear: () => void }) {
  return isFiltered ? (
    <EmptyState
      icon={<Database />}
      title="No dataset matches"
      action={<Button onClick={clear}>Clear the search</Button>}
    >
      Names and places are searched, word by word.
    </EmptyState>
  ) : (
    <EmptyState
      icon={<Database />}
      title="No datasets yet"
      snippet={{ code: SNIPPET, language: "Python" }}
      className="max-w-180"
    >
      A dataset appears when a run logs what it read, or when somebody uploads a CSV or Parquet
      file.
    </EmptyState>
  );
}

interface DatasetsListProps {
  workspace: string;
  datasets: readonly DatasetDto[];
}

/** Datasets of the workspace, the last used first. */
export function DatasetsList({ workspace, datasets }: DatasetsListProps) {
  const [isSearching, startSearch] = useTransition();
  const [{ q }, setFilters] = useQueryStates(datasetListParams, {
    shallow: false,
    history: "replace",
    startTransition: startSearch,
  });
  const [search] = useState(
    () => (words: string) => void setFilters({ q: words || null, after: null }),
  );
  const [text, setText] = useTypedSearch(q, search);
  return (
    <section aria-label="Datasets" className="grid gap-3">
      <RefreshOnChange topics={["datasets"]} />
      <SearchInput
        label="Search datasets"
        placeholder="Search by name or place"
        hotkey="/"
        value={text}
        onChange={setText}
        loading={isSearching}
        className="w-full sm:w-80"
      />
      <Card>
        {datasets.length === 0 ? (
          <Nothing isFiltered={q !== ""} clear={() => void setFilters({ q: null, after: null })} />
        ) : (
          <ul className="divide-y divide-line">
            {datasets.map((dataset) => (
              <li key={dataset.id} className="grid gap-0.5 px-4 py-3">
                <div className="flex flex-wrap items-baseline justify-between gap-x-4">
                  <Link
                    href={routes.dataset(workspace, dataset.id)}
                    className="min-w-0 break-words font-medium text-accent-fg text-sm hover:underline"
                  >
                    {dataset.name}
                  </Link>
                  <span className="text-muted text-sm">
                    {formatPlural(dataset.versionCount, "version")}, used{" "}
                    <RelativeTime at={dataset.lastUsedAt} />
                  </span>
                </div>
                <p className="break-all text-muted text-xs">{sourceText(dataset)}</p>
              </li>
            ))}
          </ul>
        )}
      </Card>
    </section>
  );
}
