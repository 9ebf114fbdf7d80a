"use client";
import { NotebookPen } from "lucide-react";
import { type KeyboardEvent, useState } from "react";
import { useCan } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Markdown } from "@/components/ui/markdown";
import { Textarea } from "@/components/ui/textarea";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { setRunNoteAction } from "@/lib/runs/actions/annotations";

interface RunNotesProps {
  workspace: string;
  runUuid: string;
  note: string;
  isReadOnly: boolean;
}

/** What people wrote about the run, in Markdown. */
export function RunNotes({ workspace, runUuid, note, isReadOnly }: RunNotesProps) {
  const mayWrite = useCan("run:write") && !isReadOnly;
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
          <NoteEditor
            workspace={workspace}
            runUuid={runUuid}
            note={note}
            onClose={() => setIsEditing(false)}
          />
        ) : null}
        {!isEditing && note !== "" ? <Markdown text={note} /> : null}
        {!isEditing && note === "" ? (
          <button
            type="button"
            onClick={() => setIsEditing(true)}
            className="w-full rounded-md border border-dashed px-3 py-3 text-left text-muted text-sm hover:border-line-control hover:text-fg"
          >
            Write down why this run was made and what came of it. Markdown is understood.
          </button>
        ) : null}
      </CardBody>
    </Card>
  );
}

interface NoteEditorProps {
  workspace: string;
  runUuid: string;
  note: string;
  onClose: () => void;
}

function NoteEditor({ workspace, runUuid, note, onClose }: NoteEditorProps) {
  const [text, setText] = useState(note);
  const [mode, setMode] = useState<"write" | "preview">("write");
  const [isSaving, setIsSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    setIsSaving(true);
    const result = await setRunNoteAction({ workspace, runUuid, note: text });
    setIsSaving(false);
    if (result.ok) onClose();
    else setProblem(result.error.message);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key === "Escape") onClose();
    if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) void save();
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
        <Button variant="primary" loading={isSaving} onClick={() => void save()}>
          Save notes
        </Button>
      </div>
    </div>
  );
}
