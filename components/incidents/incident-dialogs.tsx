"use client";
import { TextDialog } from "@/components/approvals/text-dialog";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Dialog } from "@/components/ui/dialog";
import {
  commentOnIncidentAction,
  reopenIncidentAction,
  resolveIncidentAction,
} from "@/lib/incidents/actions";
import { firesOn } from "@/lib/incidents/rules/firing";
import { type Assignable, AssignDialog } from "./assign-dialog";

export type IncidentDialog = "assign" | "comment" | "resolve" | "reopen";

const MAX_NOTE = 5_000;

/** What each asks for, what it does with that, and what is said then. */
const NOTES = {
  comment: {
    title: "Write to the course of the incident",
    description: "Whoever opens the incident reads it. It stays as it was written.",
    submitLabel: "Comment",
    label: "Comment",
    send: commentOnIncidentAction,
    done: "It is in the course.",
  },
  resolve: {
    title: "Resolve the incident?",
    description:
      "It stays resolved for what it was about. What comes after that opens another incident.",
    submitLabel: "Resolve",
    label: "What it was, and what was done",
    send: resolveIncidentAction,
    done: "Resolved.",
  },
  reopen: {
    title: "Reopen the incident?",
    description: "It is open again, with all that is in its course.",
    submitLabel: "Reopen",
    label: "Why",
    send: reopenIncidentAction,
    done: "Reopened.",
  },
} as const;

interface IncidentDialogsProps extends Assignable {
  /** What was done about it, to begin its resolution with. */
  done: string;
  asked: IncidentDialog | null;
  onClose: () => void;
}

/** What somebody is asked before something is done with an incident. */
export function IncidentDialogs({ asked, done, onClose, ...assignable }: IncidentDialogsProps) {
  const { slug: workspace } = useWorkspace();
  if (asked === null) return null;
  if (asked === "assign")
    return (
      <Dialog open onOpenChange={onClose}>
        <AssignDialog {...assignable} onClose={onClose} />
      </Dialog>
    );
  const { label, send, ...words } = NOTES[asked];
  const { number: incident, signals } = assignable.incident;
  const on = asked === "resolve" ? firesOn(signals) : null;
  return (
    <Dialog open onOpenChange={onClose}>
      <TextDialog
        {...words}
        description={on === null ? words.description : `${words.description} ${on}`}
        field={{ name: "note", label, maxLength: MAX_NOTE, required: true }}
        initial={asked === "resolve" ? done : ""}
        send={(note) => send({ workspace, incident, note })}
        onClose={onClose}
      />
    </Dialog>
  );
}
