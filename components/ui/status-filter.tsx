"use client";
import { type SingleParserBuilder, useQueryStates } from "nuqs";
import { type ReactNode, useTransition } from "react";
import { Button } from "./button";
import { EmptyState } from "./empty-state";
import { Select } from "./select";
import { Spinner } from "./spinner";

const ANY = "any";

type StatusParams<Status extends string> = {
  status: SingleParserBuilder<Status>;
  /** Where the page before ended. */
  after: SingleParserBuilder<string>;
};

interface StatusFilterState<Status extends string> {
  /** Null for any. */
  status: Status | null;
  isLoading: boolean;
  narrow: (status: Status | null) => void;
}

/** The status that a list is narrowed to, in the address of its page. */
export function useStatusFilter<Status extends string>(
  params: StatusParams<Status>,
): StatusFilterState<Status> {
  const [isLoading, startTransition] = useTransition();
  const [{ status }, setFilters] = useQueryStates<StatusParams<Status>>(params, {
    shallow: false,
    history: "push",
    startTransition,
  });
  const narrow = (next: Status | null) => void setFilters({ status: next, after: null });
  return { status, isLoading, narrow };
}

interface StatusFilterProps<Status extends string> {
  filter: StatusFilterState<Status>;
  statuses: readonly Status[];
  labels: Readonly<Record<Status, string>>;
  /** What the list is of: "jobs". */
  what: string;
  children?: ReactNode;
}

/** Narrows a list to a status. */
export function StatusFilter<Status extends string>(props: StatusFilterProps<Status>) {
  const { filter, statuses, labels, what, children } = props;
  const { status, isLoading, narrow } = filter;
  const options = [
    { value: ANY, label: "Any status" },
    ...statuses.map((one) => ({ value: one, label: labels[one] })),
  ];
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
      <Select
        label="Status"
        options={options}
        value={status ?? ANY}
        onChange={(value) => narrow(statuses.find((one) => one === value) ?? null)}
        className="w-36"
      />
      {isLoading ? <Spinner label={`Loading ${what}`} /> : null}
      {children}
    </div>
  );
}

interface NoneOfStatusProps {
  icon: ReactNode;
  /** Of the status that nothing has. */
  label: string;
  what: string;
  onShowAll: () => void;
}

/** What a narrowed list says that has nothing to show. */
export function NoneOfStatus({ icon, label, what, onShowAll }: NoneOfStatusProps) {
  return (
    <EmptyState
      icon={icon}
      title={`No ${label.toLowerCase()} ${what}`}
      action={<Button onClick={onShowAll}>Show all {what}</Button>}
    >
      {what.replace(/^./, (first) => first.toUpperCase())} of other statuses are hidden by the
      filter.
    </EmptyState>
  );
}
