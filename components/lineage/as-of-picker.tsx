"use client";
import { CalendarClock } from "lucide-react";
import { useState } from "react";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { formatDateTime } from "@/lib/core/format";

interface AsOfPickerProps {
  /** ISO; null for now. */
  value: string | null;
  timeZone: string;
  onChange: (moment: string | null) => void;
}

/** As a field of the browser takes it: in local time, to the minute. */
function toLocal(moment: string): string {
  const at = new Date(moment);
  return new Date(at.getTime() - at.getTimezoneOffset() * 60_000).toISOString().slice(0, 16);
}

/** Chooses the moment at which the graph is looked at. */
export function AsOfPicker({ value, timeZone, onChange }: AsOfPickerProps) {
  const [isOpen, setIsOpen] = useState(false);
  const [text, setText] = useState("");
  const at = Date.parse(text);
  const close = (moment: string | null) => {
    setIsOpen(false);
    onChange(moment);
  };
  return (
    <Popover
      open={isOpen}
      onOpenChange={(open) => {
        setIsOpen(open);
        if (open) setText(toLocal(value ?? new Date().toISOString()));
      }}
    >
      <PopoverTrigger asChild>
        <Button
          aria-pressed={value !== null}
          className="aria-pressed:border-accent aria-pressed:bg-accent-soft aria-pressed:text-accent-fg"
        >
          <CalendarClock aria-hidden="true" />
          {value === null ? "As of now" : `As of ${formatDateTime(Date.parse(value), timeZone)}`}
        </Button>
      </PopoverTrigger>
      <PopoverContent aria-label="As of a moment">
        <form
          className="grid gap-3"
          onSubmit={(event) => {
            event.preventDefault();
            if (!Number.isNaN(at)) close(new Date(at).toISOString());
          }}
        >
          <Field
            label="Show the graph as it was"
            description="What was made later is left out, and aliases and stages stand where they stood."
          >
            <Input
              type="datetime-local"
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </Field>
          <div className="flex justify-end gap-2">
            {value === null ? null : <Button onClick={() => close(null)}>Now</Button>}
            <Button type="submit" variant="primary" disabled={Number.isNaN(at)}>
              Show
            </Button>
          </div>
        </form>
      </PopoverContent>
    </Popover>
  );
}
