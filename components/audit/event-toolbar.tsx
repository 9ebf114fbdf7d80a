"use client";
import { X } from "lucide-react";
import { useQueryStates } from "nuqs";
import { useState, useTransition } from "react";
import { Button } from "@/components/ui/button";
import { Combobox } from "@/components/ui/combobox";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { SearchInput } from "@/components/ui/search-input";
import { Select } from "@/components/ui/select";
import { useTypedSearch } from "@/components/ui/use-typed-search";
import { ROLES } from "@/lib/access/permissions";
import { ACTION_CHOICES, SUBJECT_KINDS } from "@/lib/audit/catalog";
import { auditParams } from "@/lib/audit/search-params";

const ANY = "any";
const ROLE_OPTIONS = [
  { value: ANY, label: "Any role" },
  ...[...ROLES, "operator", "person", "system"].map((role) => ({ value: role, label: role })),
];
const KIND_OPTIONS = [
  { value: ANY, label: "Any object" },
  ...SUBJECT_KINDS.map((kind) => ({ value: kind, label: kind })),
];
const ACTION_OPTIONS = [
  { value: ANY, label: "Any action", description: "everything that is recorded" },
  ...ACTION_CHOICES,
];

function useAuditFilters() {
  const [isLoading, startTransition] = useTransition();
  const [params, setParams] = useQueryStates(auditParams, {
    shallow: false,
    history: "replace",
    startTransition,
  });
  type Change = Partial<{ [Key in keyof typeof params]: (typeof params)[Key] | null }>;
  const [narrow] = useState(
    () => (change: Change) => void setParams({ ...change, after: null, event: null }),
  );
  return { params, narrow, isLoading };
}

/** A field of text that narrows the trail when typing pauses. */
function TypedInput(props: { label: string; value: string; onChange: (value: string) => void }) {
  const [text, setText] = useTypedSearch(props.value, props.onChange);
  return (
    <Field label={props.label} className="min-w-40 grow basis-40 [&_label>span]:hidden">
      <Input value={text} onChange={(event) => setText(event.target.value)} />
    </Field>
  );
}

const dayOf = (date: Date | null) => date?.toISOString().slice(0, 10) ?? "";
const toDay = (text: string) => (text === "" ? null : new Date(`${text}T00:00:00Z`));

/** What of the trail is shown; all of it is in the address. */
export function EventToolbar() {
  const { params, narrow, isLoading } = useAuditFilters();
  const [text, setText] = useTypedSearch(
    params.q,
    useState(() => (q: string) => narrow({ q: q || null }))[0],
  );
  const [setters] = useState(() => ({
    actor: (actor: string) => narrow({ actor: actor || null }),
    subject: (subject: string) => narrow({ subject: subject || null }),
  }));
  const chosen = (value: string) => (value === ANY ? null : value);
  const plain = "min-w-36 grow basis-36 [&_label>span]:hidden";
  return (
    <search aria-label="Filter the trail" className="flex flex-wrap items-end gap-3">
      <SearchInput
        label="Search events"
        placeholder="Search everything recorded"
        hotkey="/"
        value={text}
        onChange={setText}
        loading={isLoading}
        className="w-full sm:w-72"
      />
      <Field label="Action" className={plain}>
        <Combobox
          noun="action"
          options={ACTION_OPTIONS}
          value={params.action || ANY}
          onChange={(action) => narrow({ action: chosen(action) })}
        />
      </Field>
      <Field label="Object" className={plain}>
        <Select
          options={KIND_OPTIONS}
          value={params.kind || ANY}
          onChange={(kind) => narrow({ kind: chosen(kind) })}
        />
      </Field>
      <TypedInput label="Name or id" value={params.subject} onChange={setters.subject} />
      <TypedInput label="Actor" value={params.actor} onChange={setters.actor} />
      <Field label="Role" className={plain}>
        <Select
          options={ROLE_OPTIONS}
          value={params.role || ANY}
          onChange={(role) => narrow({ role: chosen(role) })}
        />
      </Field>
      {(["from", "to"] as const).map((side) => (
        <Field
          key={side}
          label={side === "from" ? "From (UTC)" : "To (UTC)"}
          className="[&_label>span]:hidden"
        >
          <Input
            type="date"
            value={dayOf(params[side])}
            onChange={(event) => narrow({ [side]: toDay(event.target.value) })}
          />
        </Field>
      ))}
      {(["object", "credential"] as const).map((name) =>
        params[name] ? (
          <Button
            key={name}
            size="sm"
            aria-label={`Remove the filter ${params[name]}`}
            onClick={() => narrow({ [name]: null })}
          >
            <span className="max-w-60 truncate">{params[name]}</span>
            <X aria-hidden="true" className="size-3.5" />
          </Button>
        ) : null,
      )}
    </search>
  );
}
