"use client";
import { Checkbox } from "@/components/ui/checkbox";
import { Field } from "@/components/ui/field";
import { EVENT_GROUPS, isMlflowEvent } from "@/lib/events/rules/catalog";

interface EventPickerProps {
  value: readonly string[];
  onChange: (events: string[]) => void;
  error: string | undefined;
  /** The events that can be chosen; all when it is null. */
  among: readonly string[] | null;
}

/** Which events a webhook is told of, by what they happen to. */
export function EventPicker({ value, onChange, error, among }: EventPickerProps) {
  const groups = EVENT_GROUPS.map(({ title, events }) => ({
    title,
    events: events.filter(({ name }) => among === null || among.includes(name)),
  })).filter(({ events }) => events.length > 0);
  const toggle = (name: string, isChosen: boolean) =>
    onChange(isChosen ? [...value, name] : value.filter((one) => one !== name));
  return (
    <fieldset className="grid gap-2">
      <legend className="mb-1 font-medium text-sm">Events</legend>
      <p className="text-muted text-xs">
        MLflow's own clients see and change only those marked MLflow.
      </p>
      {error ? (
        <p role="alert" className="text-danger-fg text-xs">
          {error}
        </p>
      ) : null}
      <div className="grid gap-x-6 gap-y-3 rounded-md border bg-surface p-3 sm:grid-cols-2">
        {groups.map(({ title, events }) => (
          <div key={title} className="grid content-start gap-1.5">
            <span className="font-medium text-muted text-xs">{title}</span>
            {events.map(({ name, label }) => (
              <Field
                key={name}
                inline
                required
                label={
                  <>
                    <span className="sr-only">{title} </span>
                    {label}
                    {isMlflowEvent(name) ? (
                      <span className="ml-1.5 font-normal text-muted text-xs">MLflow</span>
                    ) : null}
                  </>
                }
              >
                <Checkbox
                  checked={value.includes(name)}
                  onCheckedChange={(checked) => toggle(name, checked === true)}
                />
              </Field>
            ))}
          </div>
        ))}
      </div>
    </fieldset>
  );
}
