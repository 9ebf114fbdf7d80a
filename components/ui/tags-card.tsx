"use client";
import { Pencil, Plus, X } from "lucide-react";
import { useState } from "react";
import type { Result } from "@/lib/core/result";
import { Card, CardBody, CardHeader } from "./card";
import { Dialog } from "./dialog";
import { IconButton } from "./icon-button";
import { type Tag, TagForm } from "./tag-form";
import { toast } from "./toast";

interface TagsCardProps {
  tags: readonly Tag[];
  mayWrite: boolean;
  /** What tags are for here. */
  emptyText: string;
  onSet: (tag: Tag) => Promise<Result<void>>;
  onRemove: (key: string) => Promise<Result<void>>;
}

/** Tags, with what adds, edits and removes them for whoever may; a removal can be undone. */
export function TagsCard({ tags, mayWrite, emptyText, onSet, onRemove }: TagsCardProps) {
  const [edited, setEdited] = useState<Tag | null>(null);
  const remove = async (tag: Tag) => {
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
  tag: Tag;
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
