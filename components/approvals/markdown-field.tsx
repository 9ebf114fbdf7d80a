"use client";
import { useState } from "react";
import { Field } from "@/components/ui/field";
import { Markdown } from "@/components/ui/markdown";
import { Textarea } from "@/components/ui/textarea";
import { ToggleGroup } from "@/components/ui/toggle-group";

interface MarkdownFieldProps {
  label: string;
  description?: string | undefined;
  value: string;
  onChange: (text: string) => void;
  maxLength: number;
  rows?: number | undefined;
  error?: string | undefined;
}

/** Text in Markdown, written or looked at as it will be read. */
export function MarkdownField(props: MarkdownFieldProps) {
  const { label, description, value, onChange, maxLength, rows = 4, error } = props;
  const [mode, setMode] = useState<"write" | "preview">("write");
  return (
    <div className="grid gap-1.5">
      {mode === "write" ? (
        <Field
          label={label}
          error={error}
          description={description ? `${description} Markdown is understood.` : undefined}
        >
          <Textarea
            rows={rows}
            maxLength={maxLength}
            value={value}
            onChange={(event) => onChange(event.target.value)}
          />
        </Field>
      ) : (
        <div className="grid gap-1.5">
          <p className="font-medium text-sm">{label}</p>
          <div className="min-h-16 rounded-md border p-3">
            {value.trim() === "" ? (
              <p className="text-muted text-sm">Nothing yet.</p>
            ) : (
              <Markdown text={value} />
            )}
          </div>
        </div>
      )}
      {value.trim() === "" && mode === "write" ? null : (
        <ToggleGroup
          label={`${label}: write or preview`}
          size="sm"
          value={mode}
          onChange={setMode}
          options={[
            { value: "write", label: "Write" },
            { value: "preview", label: "Preview" },
          ]}
          className="justify-self-start"
        />
      )}
    </div>
  );
}
