"use client";
import { useQueryStates } from "nuqs";
import { useState, useTransition } from "react";
import { cn } from "@/components/ui/class-names";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { useTypedSearch } from "@/components/ui/use-typed-search";
import { OUTCOMES } from "@/lib/gateway/schema/predictions";
import { predictionParams } from "@/lib/gateway/search-params/predictions";

const ANY = "any";
const OUTCOME_OPTIONS = [
  { value: ANY, label: "Any outcome" },
  { value: "answered", label: "Answered" },
  { value: "failed", label: "Failed" },
];
const SHADOW_OPTIONS = [
  { value: ANY, label: "With copies" },
  { value: "false", label: "Without copies" },
  { value: "true", label: "Copies only" },
];
const LABEL_OPTIONS = [
  { value: ANY, label: "With or without truth" },
  { value: "true", label: "Truth known" },
  { value: "false", label: "Truth unknown" },
];

const toFlag = (value: string) => (value === ANY ? null : value === "true");
const ofFlag = (flag: boolean | null) => (flag === null ? ANY : String(flag));
const dayOf = (date: Date | null) => date?.toISOString().slice(0, 10) ?? "";
const toDay = (text: string) => (text === "" ? null : new Date(`${text}T00:00:00Z`));

function usePredictionFilters() {
  const [isLoading, startTransition] = useTransition();
  const [params, setParams] = useQueryStates(predictionParams, {
    shallow: false,
    history: "replace",
    startTransition,
  });
  type Change = Partial<{ [Key in keyof typeof params]: (typeof params)[Key] | null }>;
  const [narrow] = useState(
    () => (change: Change) => void setParams({ ...change, after: null, prediction: null }),
  );
  return { params, narrow, isLoading };
}

const plain = "min-w-0 grow basis-36 sm:min-w-36 [&_label>span]:hidden";

/** A number that narrows the list when typing pauses; empty for none. */
function LatencyField({
  value,
  onChange,
}: {
  value: number | null;
  onChange: (ms: number | null) => void;
}) {
  const [change] = useState(
    () => (text: string) =>
      onChange(text.trim() === "" || !Number.isFinite(Number(text)) ? null : Number(text)),
  );
  const [text, setText] = useTypedSearch(value === null ? "" : String(value), change);
  return (
    <Field label="Slower than (ms)" className={cn(plain, "max-sm:col-span-2")}>
      <Input inputMode="decimal" value={text} onChange={(event) => setText(event.target.value)} />
    </Field>
  );
}

/** What of the log is shown; all of it is in the address. */
export function PredictionToolbar({ revisions }: { revisions: readonly number[] }) {
  const { params, narrow, isLoading } = usePredictionFilters();
  const [search] = useState(() => (key: string) => narrow({ key: key || null }));
  const [key, setKey] = useTypedSearch(params.key, search);
  const numbers = [...new Set([...revisions, ...(params.revision ? [params.revision] : [])])];
  return (
    <search
      aria-label="Filter predictions"
      className="grid grid-cols-2 items-end gap-3 sm:flex sm:flex-wrap"
    >
      <SearchInput
        label="Business key"
        placeholder="Key, exactly"
        hotkey="/"
        value={key}
        onChange={setKey}
        loading={isLoading}
        className="col-span-2 w-full sm:w-60"
      />
      <Field label="Outcome" className={plain}>
        <Select
          options={OUTCOME_OPTIONS}
          value={params.outcome ?? ANY}
          onChange={(value) => narrow({ outcome: OUTCOMES.find((one) => one === value) ?? null })}
        />
      </Field>
      <Field label="Revision" className={plain}>
        <Select
          options={[
            { value: ANY, label: "Any revision" },
            ...numbers.map((number) => ({ value: String(number), label: `Revision ${number}` })),
          ]}
          value={params.revision === null ? ANY : String(params.revision)}
          onChange={(value) => narrow({ revision: value === ANY ? null : Number(value) })}
        />
      </Field>
      <Field label="Truth" className={plain}>
        <Select
          options={LABEL_OPTIONS}
          value={ofFlag(params.labelled)}
          onChange={(value) => narrow({ labelled: toFlag(value) })}
        />
      </Field>
      <Field label="Shadow copies" className={plain}>
        <Select
          options={SHADOW_OPTIONS}
          value={ofFlag(params.shadow)}
          onChange={(value) => narrow({ shadow: toFlag(value) })}
        />
      </Field>
      <LatencyField value={params.latency} onChange={(latency) => narrow({ latency })} />
      {(["from", "to"] as const).map((side) => (
        <Field
          key={side}
          label={side === "from" ? "From (UTC)" : "To (UTC)"}
          className="min-w-0 [&_label>span]:hidden"
        >
          <Input
            type="date"
            value={dayOf(params[side])}
            onChange={(event) => narrow({ [side]: toDay(event.target.value) })}
          />
        </Field>
      ))}
    </search>
  );
}
