"use client";
import { Tags } from "lucide-react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { TagsCard } from "@/components/ui/tags-card";
import { deleteExperimentTagAction, setExperimentTagAction } from "@/lib/experiments/actions";
import type { TagDto } from "@/lib/experiments/dto";

interface ExperimentTagsProps {
  experiment: { id: number; tags: readonly TagDto[]; isDeleted: boolean };
}

/** The experiment's tags, behind a button of its header. */
export function ExperimentTags({ experiment }: ExperimentTagsProps) {
  const { slug: workspace } = useWorkspace();
  const mayWrite = useCan("experiment:write") && !experiment.isDeleted;
  const { tags } = experiment;
  if (tags.length === 0 && !mayWrite) return null;
  const target = { workspace, id: experiment.id };
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button>
          <Tags aria-hidden="true" />
          Tags
          {tags.length > 0 ? <span className="text-muted tabular-nums">{tags.length}</span> : null}
        </Button>
      </PopoverTrigger>
      <PopoverContent
        aria-label="Tags"
        align="end"
        className="max-h-[70dvh] w-100 max-w-[calc(100vw-1rem)] overflow-y-auto p-0"
      >
        <TagsCard
          tags={tags}
          mayWrite={mayWrite}
          emptyText="None. Tags help to find experiments again: team, project, data."
          onSet={(tag) => setExperimentTagAction({ ...target, ...tag })}
          onRemove={(key) => deleteExperimentTagAction({ ...target, key })}
        />
      </PopoverContent>
    </Popover>
  );
}
