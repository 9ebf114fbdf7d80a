"use client";
import { useCan } from "@/components/shell/workspace-context";
import { NotesCard } from "@/components/ui/notes-card";
import { setRunNoteAction } from "@/lib/runs/actions/annotations";

interface RunNotesProps {
  workspace: string;
  runUuid: string;
  note: string;
  isReadOnly: boolean;
}

/** What people wrote about the run. */
export function RunNotes({ workspace, runUuid, note, isReadOnly }: RunNotesProps) {
  const mayWrite = useCan("run:write") && !isReadOnly;
  return (
    <NotesCard
      note={note}
      mayWrite={mayWrite}
      invitation="Write down why this run was made and what came of it."
      save={(text) => setRunNoteAction({ workspace, runUuid, note: text })}
    />
  );
}
