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
import type { Result } from "@/lib/core/result";

interface DescriptionCardProps {
  text: string;
  /** What to write, where nothing is written yet. */
  invitation: string;
  onSave: (text: string) => Promise<Result<void>>;
}

/** What people wrote about a model or a version, in Markdown. */
export function DescriptionCard({ text, invitation, onSave }: DescriptionCardProps) {
  const mayWrite = useCan("model:write");
  const [isEditing, setIsEditing] = useState(false);
  if (text === "" && !mayWrite) return null;
  return (
    <Card>
      <CardHeader
        title="Description"
        actions={
          mayWrite && !isEditing && text !== "" ? (
            <Button size="sm" variant="ghost" onClick={() => setIsEditing(true)}>
              <NotebookPen aria-hidden="true" />
              Edit
            </Button>
          ) : null
        }
      />
      <CardBody>
        {isEditing ? (
          <Editor text={text} onSave={onSave} onClose={() => setIsEditing(false)} />
        ) : (
          <Shown text={text} invitation={invitation} onEdit={() => setIsEditing(true)} />
        )}
      </CardBody>
    </Card>
  );
}

interface ShownProps {
  text: string;
  invitation: string;
  onEdit: () => void;
}

function Shown({ text, invitation, onEdit }: ShownProps) {
  if (text !== "") return <Markdown text={text} />;
  return (
    <button
      type="button"
      onClick={onEdit}
      className="w-full rounded-md border border-dashed px-3 py-3 text-left text-muted text-sm hover:border-line-control hover:text-fg"
    >
      {invitation} Markdown is understood.
    </button>
  );
}

interface EditorProps {
  text: string;
  onSave: (text: string) => Promise<Result<void>>;
  onClose: () => void;
}

const MODES = [
  { value: "write", label: "Write" },
  { value: "preview", label: "Preview" },
] as const;

function Editor({ text, onSave, onClose }: EditorProps) {
  const [draft, setDraft] = useState(text);
  const [mode, setMode] = useState<"write" | "preview">("write");
  const [isSaving, setIsSaving] = useState(false);
  const [problem, setProblem] = useState<string | null>(null);
  const save = async () => {
    setIsSaving(true);
    const result = await onSave(draft);
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
        options={MODES}
        className="justify-self-start"
      />
      {mode === "write" ? (
        <Field label="Description" hideLabel required>
          <Textarea
            autoFocus
            rows={Math.min(18, Math.max(6, draft.split("\n").length + 1))}
            value={draft}
            onChange={(event) => setDraft(event.target.value)}
            onKeyDown={press}
            className="font-mono text-xs"
          />
        </Field>
      ) : (
        <div className="min-h-32 rounded-md border p-3">
          {draft.trim() === "" ? (
            <p className="text-muted text-sm">Nothing yet.</p>
          ) : (
            <Markdown text={draft} />
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
          Save description
        </Button>
      </div>
    </div>
  );
}
