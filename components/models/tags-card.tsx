"use client";
import { Pencil, Plus, X } from "lucide-react";
import { useId, useState } from "react";
import { useCan } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Dialog, DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { IconButton } from "@/components/ui/icon-button";
import { Input } from "@/components/ui/input";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import type { Result } from "@/lib/core/result";
import type { TagDto } from "@/lib/experiments/dto";

interface TagsCardProps {
  tags: readonly TagDto[];
  /** What tags are for here. */
  emptyText: string;
  onSet: (tag: TagDto) => Promise<Result<void>>;
  onRemove: (key: string) => Promise<Result<void>>;
}

export function TagsCard({ tags, emptyText, onSet, onRemove }: TagsCardProps) {
  const mayWrite = useCan("model:write");
  const [edited, setEdited] = useState<TagDto | null>(null);
  const remove = async (tag: TagDto) => {
    const result = await onRemove(tag.key);
    if (!result.ok) {
      toast(result.error.message, { tone: "danger" });
      return;
    }
    toast(`Removed tag “${tag.key}”`, {
      undo: async () => {
        await onSet(tag);
      },
    });
  };
  return (
    <Card>
      <CardHeader
        title="Tags"
        actions={
          mayWrite ? (
            <IconButton size="sm" label="Add tag" onClick={() => setEdited({ key: "", value: "" })}>
              <Plus aria-hidden="true" />
            </IconButton>
          ) : null
        }
      />
      {tags.length === 0 ? (
        <CardBody className="py-3 text-muted text-sm">{emptyText}</CardBody>
      ) : (
        <ul className="py-1">
          {tags.map((tag) => (
            <TagRow
              key={tag.key}
              tag={tag}
              mayWrite={mayWrite}
              onEdit={() => setEdited(tag)}
              onRemove={() => void remove(tag)}
            />
          ))}
        </ul>
      )}
      <Dialog open={edited !== null} onOpenChange={() => setEdited(null)}>
        {edited ? <TagForm tag={edited} onSave={onSet} onClose={() => setEdited(null)} /> : null}
      </Dialog>
    </Card>
  );
}

interface TagRowProps {
  tag: TagDto;
  mayWrite: boolean;
  onEdit: () => void;
  onRemove: () => void;
}

function TagRow({ tag, mayWrite, onEdit, onRemove }: TagRowProps) {
  return (
    <li className="group flex items-start gap-2 py-1 pr-2 pl-4 text-sm">
      <span className="min-w-0 grow break-words py-0.5">
        <span className="text-muted">{tag.key}</span>
        {tag.value === "" ? null : <span className="ml-2">{tag.value}</span>}
      </span>
      {mayWrite ? (
        <span className="flex shrink-0 opacity-0 focus-within:opacity-100 group-hover:opacity-100 pointer-coarse:opacity-100">
          <IconButton size="sm" label={`Edit tag ${tag.key}`} onClick={onEdit}>
            <Pencil aria-hidden="true" className="size-3.5" />
          </IconButton>
          <IconButton size="sm" label={`Remove tag ${tag.key}`} onClick={onRemove}>
            <X aria-hidden="true" className="size-3.5" />
          </IconButton>
        </span>
      ) : null}
    </li>
  );
}

interface TagFormProps {
  tag: TagDto;
  onSave: (tag: TagDto) => Promise<Result<void>>;
  onClose: () => void;
}

function TagForm({ tag, onSave, onClose }: TagFormProps) {
  const formId = useId();
  const [draft, setDraft] = useState(tag);
  const [problem, setProblem] = useState<Readonly<Record<string, string>>>({});
  const [isSaving, setIsSaving] = useState(false);
  const isNew = tag.key === "";
  const save = async () => {
    setIsSaving(true);
    const result = await onSave(draft);
    setIsSaving(false);
    if (result.ok) onClose();
    else setProblem(result.error.fields ?? { [isNew ? "key" : "value"]: result.error.message });
  };
  return (
    <DialogContent
      size="sm"
      title={isNew ? "Add tag" : `Edit tag ${tag.key}`}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button type="submit" form={formId} variant="primary" loading={isSaving}>
            {isNew ? "Add tag" : "Save"}
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-3"
        onSubmit={(event) => {
          event.preventDefault();
          void save();
        }}
      >
        {isNew ? (
          <Field label="Name" required error={problem.key}>
            <Input
              value={draft.key}
              onChange={(event) => setDraft({ ...draft, key: event.target.value })}
              spellCheck={false}
            />
          </Field>
        ) : null}
        <Field label="Value" error={problem.value}>
          <Textarea
            rows={3}
            value={draft.value}
            onChange={(event) => setDraft({ ...draft, value: event.target.value })}
            spellCheck={false}
          />
        </Field>
      </form>
    </DialogContent>
  );
}
