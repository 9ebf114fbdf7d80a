"use client";
import { Pencil, Plus, X } from "lucide-react";
import { useState } from "react";
import { useCan } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { Dialog } from "@/components/ui/dialog";
import { IconButton } from "@/components/ui/icon-button";
import { TagForm } from "@/components/ui/tag-form";
import { toast } from "@/components/ui/toast";
import type { TagDto } from "@/lib/experiments/dto";
import { deleteRunTagAction, setRunTagAction } from "@/lib/runs/actions/annotations";
import { KeyValueTable } from "./key-value-table";

interface RunTagsProps {
  workspace: string;
  runUuid: string;
  tags: readonly TagDto[];
  systemTags: readonly TagDto[];
  isReadOnly: boolean;
}

export function RunTags({ workspace, runUuid, tags, systemTags, isReadOnly }: RunTagsProps) {
  const mayWrite = useCan("run:write") && !isReadOnly;
  const [edited, setEdited] = useState<TagDto | null>(null);
  const [hasSystemTags, setHasSystemTags] = useState(false);
  const remove = async ({ key, value }: TagDto) => {
    const target = { workspace, runUuid, key };
    const result = await deleteRunTagAction(target);
    if (!result.ok) {
      toast(result.error.message, { tone: "danger" });
      return;
    }
    toast(`Removed tag “${key}”`, {
      undo: async () => {
        await setRunTagAction({ ...target, value });
      },
    });
  };
  return (
    <Card>
      <CardHeader
        title="Tags"
        actions={
          <>
            {systemTags.length > 0 ? (
              <Button
                size="sm"
                variant="ghost"
                aria-pressed={hasSystemTags}
                onClick={() => setHasSystemTags(!hasSystemTags)}
              >
                {hasSystemTags ? "Hide" : "Show"} {systemTags.length} set by the client
              </Button>
            ) : null}
            {mayWrite ? (
              <IconButton
                size="sm"
                label="Add tag"
                onClick={() => setEdited({ key: "", value: "" })}
              >
                <Plus aria-hidden="true" />
              </IconButton>
            ) : null}
          </>
        }
      />
      <KeyValueTable
        label="Tags"
        rows={hasSystemTags ? [...tags, ...systemTags] : tags}
        emptyText="No tags. They help to find runs again: team, purpose, data set."
        renderActions={(tag) =>
          mayWrite && !systemTags.some(({ key }) => key === tag.key) ? (
            <>
              <IconButton size="sm" label={`Edit tag ${tag.key}`} onClick={() => setEdited(tag)}>
                <Pencil aria-hidden="true" className="size-3.5" />
              </IconButton>
              <IconButton
                size="sm"
                label={`Remove tag ${tag.key}`}
                onClick={() => void remove(tag)}
              >
                <X aria-hidden="true" className="size-3.5" />
              </IconButton>
            </>
          ) : null
        }
      />
      <Dialog open={edited !== null} onOpenChange={() => setEdited(null)}>
        {edited ? (
          <TagForm
            tag={edited}
            isValueRequired
            onSave={(tag) => setRunTagAction({ workspace, runUuid, ...tag })}
            onClose={() => setEdited(null)}
          />
        ) : null}
      </Dialog>
    </Card>
  );
}
