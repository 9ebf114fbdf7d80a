"use client";
import { NotebookPen } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { Button } from "./button";
import { Callout } from "./callout";
import { Card, CardBody, CardHeader } from "./card";
import { Field } from "./field";
import { Markdown } from "./markdown";
import { Textarea } from "./textarea";
import { ToggleGroup } from "./toggle-group";

interface NotesCardProps {
  note: string;
  mayWrite: boolean;
  /** What is said while there are none: what they would be good for. */
  invitation: string;
  /** Keeps the notes; answers what went wrong, or null. */
  save: (note: string) => Promise<string | null>;
}

/** What people wrote about something, in Markdown. */
export function NotesCard({ note, mayWrite, invitation, save }: NotesCardProps) {
  const [isEditing, setIsEditing] = useState(false);
  if (note === "" && !mayWrite) return null;
  return (
    <Card>
      <CardHeader
        title="Notes"
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
          <NoteEditor note={note} save={save} onClose={() => setIsEditing(false)} />
        ) : null}
        {!isEditing && note !== "" ? <Markdown text={note} /> : null}
        {!isEditing && note === "" ? (
          <button
            type="button"
            onClick={() => setIsEditing(true)}
            className="w-full rounded-md border border-dashed px-3 py-3 text-left text-muted text-sm hover:border-line-control hover:text-fg"
          >
            {invitation}
          </button>
        ) : null}
      </CardBody>
    </Card>
  );
}

interface NoteEditorProps extends Pick<NotesCardProps, "note" | "save"> {
  onClose: () => void;
}

function NoteEditor({ note, save, onClose }: NoteEditorProps) {
  const [text, setText] = useState(note);
  const [mode, setMode] = useState<"write" | "preview">("write");
  const [isSaving, setIsSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const submit = async () => {
    setIsSaving(true);
    const found = await save(text);
    setIsSaving(false);
    if (found === null) onClose();
    else setProblem(found);
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
        <Field label="Notes" hideLabel required>
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
      {problem ? (
        <Callout tone="danger" role="alert">
          {problem}
        </Callout>
      ) : null}
      <div className="flex justify-end gap-2">
        <Button onClick={onClose}>Cancel</Button>
        <Button variant="primary" loading={isSaving} onClick={() => void submit()}>
          Save notes
        </Button>
      </div>
    </div>
  );
}
