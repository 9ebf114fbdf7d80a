"use client";
import { NotebookPen } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import type { Result } from "@/lib/core/result";
import { Button } from "./button";
import { Card, CardBody, CardHeader } from "./card";
import { Field } from "./field";
import { FormProblem } from "./form-problem";
import { Markdown } from "./markdown";
import { Textarea } from "./textarea";
import { ToggleGroup } from "./toggle-group";

interface NotesCardProps {
  title?: "Notes" | "Description";
  note: string;
  mayWrite: boolean;
  /** What is said while there are none: what they would be good for. */
  invitation: string;
  save: (note: string) => Promise<Result<void>>;
}

/** What people wrote about something, in Markdown. */
export function NotesCard({ title = "Notes", note, mayWrite, invitation, save }: NotesCardProps) {
  const [isEditing, setIsEditing] = useState(false);
  if (note === "" && !mayWrite) return null;
  return (
    <Card>
      <CardHeader
        title={title}
        actions={
          mayWrite && !isEditing && note !== "" ? (
            <Button size="sm" variant="ghost" onClick={() => setIsEditing(true)}>
              <NotebookPen aria-hidden="true" />
              Edit
            </Button>
          ) : null
        }
      />
      <CardBody>
        {isEditing ? (
          <NoteEditor title={title} note={note} save={save} onClose={() => setIsEditing(false)} />
        ) : null}
        {!isEditing && note !== "" ? <Markdown text={note} /> : null}
        {!isEditing && note === "" ? (
          <button
            type="button"
            onClick={() => setIsEditing(true)}
            className="w-full rounded-md border border-dashed px-3 py-3 text-left text-muted text-sm hover:border-line-control hover:text-fg"
          >
            {invitation} Markdown is understood.
          </button>
        ) : null}
      </CardBody>
    </Card>
  );
}

interface NoteEditorProps extends Pick<NotesCardProps, "note" | "save"> {
  title: string;
  onClose: () => void;
}

function NoteEditor({ title, note, save, onClose }: NoteEditorProps) {
  const [text, setText] = useState(note);
  const [mode, setMode] = useState<"write" | "preview">("write");
  const [isSaving, setIsSaving] = useState(false);
  const [problem, setProblem] = useState<string | undefined>();
  const submit = async () => {
    setIsSaving(true);
    const result = await save(text);
    setIsSaving(false);
    if (result.ok) onClose();
    else setProblem(result.error.message);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void submit();
  };
  return (
    <div className="grid gap-3">
      <ToggleGroup
        label="Editor"
        size="sm"
        value={mode}
        onChange={setMode}
        options={[
          { value: "write", label: "Write" },
          { value: "preview", label: "Preview" },
        ]}
        className="justify-self-start"
      />
      {mode === "write" ? (
        <Field label={title} hideLabel required>
          <Textarea
            autoFocus
            rows={Math.min(18, Math.max(6, text.split("\n").length + 1))}
            value={text}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={press}
            className="font-mono text-xs"
          />
        </Field>
      ) : (
        <div className="min-h-32 rounded-md border p-3">
          {text.trim() === "" ? (
            <p className="text-muted text-sm">Nothing yet.</p>
          ) : (
            <Markdown text={text} />
          )}
        </div>
      )}
      <FormProblem message={problem} />
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" loading={isSaving} onClick={() => void submit()}>
          {`Save ${title.toLowerCase()}`}
        </Button>
      </div>
    </div>
  );
}
