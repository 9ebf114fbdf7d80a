"use client";
import { NotebookPen } from "lucide-react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { NotesCard } from "@/components/ui/notes-card";
import { Popover, PopoverContent, PopoverTrigger } from "@/components/ui/popover";
import { setExperimentNoteAction } from "@/lib/experiments/actions";

interface ExperimentNotesProps {
  experiment: { id: number; note: string; isDeleted: boolean };
}

/** What people wrote about the experiment, behind a button of its header. */
export function ExperimentNotes({ experiment }: ExperimentNotesProps) {
  const { slug: workspace } = useWorkspace();
  const mayWrite = useCan("experiment:write") && !experiment.isDeleted;
  if (experiment.note === "" && !mayWrite) return null;
  return (
    <Popover>
      <PopoverTrigger asChild>
        <Button>
          <NotebookPen aria-hidden="true" />
          Notes
        </Button>
      </PopoverTrigger>
      <PopoverContent
        aria-label="Notes"
        align="end"
        className="max-h-[70dvh] w-140 max-w-[calc(100vw-1rem)] overflow-y-auto p-0"
      >
        <NotesCard
          note={experiment.note}
          mayWrite={mayWrite}
          invitation="Write down what this experiment is for."
          save={(note) => setExperimentNoteAction({ workspace, id: experiment.id, note })}
        />
      </PopoverContent>
    </Popover>
  );
}
