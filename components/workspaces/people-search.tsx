"use client";
import { debounce, useQueryStates } from "nuqs";
import { useTransition } from "react";
import { SearchInput } from "@/components/ui/search-input";
import { peopleParams } from "@/lib/workspaces/search-params";

/** Searches a list of people on the server; the search is in the address. */
export function PeopleSearch({ label }: { label: string }) {
  const [isPending, startTransition] = useTransition();
  const [{ q }, setParams] = useQueryStates(peopleParams, {
    shallow: false,
    startTransition,
    limitUrlUpdates: debounce(250),
  });
  return (
    <SearchInput
      label={label}
      placeholder="Name or e-mail"
      hotkey="/"
      value={q}
      loading={isPending}
      onChange={(value) => void setParams({ q: value || null, after: null })}
      className="w-full sm:w-64"
    />
  );
}
