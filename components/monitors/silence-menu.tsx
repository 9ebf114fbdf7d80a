"use client";
import { BellOff } from "lucide-react";
import { useState } from "react";
import { fromLocalMoment, MomentField, toLocalMoment } from "@/components/approvals/moment-field";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog } from "@/components/ui/dialog";
import {
  DropdownMenu,
  DropdownMenuContent,
  DropdownMenuItem,
  DropdownMenuTrigger,
} from "@/components/ui/dropdown-menu";
import { FormDialog } from "@/components/ui/form-dialog";
import { toast } from "@/components/ui/toast";
import { reviseMonitorAction } from "@/lib/monitors/actions";

const HOUR_MS = 3_600_000;
const LENGTHS = [
  ["For an hour", HOUR_MS],
  ["For 4 hours", 4 * HOUR_MS],
  ["For a day", 24 * HOUR_MS],
] as const;

interface SilenceProps {
  monitorId: number;
  /** Null when something is told. */
  silencedUntil: number | null;
}

type Silence = (until: number | null) => Promise<string | undefined>;

function useSilence({ monitorId, silencedUntil: before }: SilenceProps): Silence {
  const { slug: workspace } = useWorkspace();
  const send = async (silencedUntil: number | null) => {
    const result = await reviseMonitorAction({ workspace, monitor: monitorId, silencedUntil });
    return result.ok ? undefined : result.error.message;
  };
  return async (until) => {
    const problem = await send(until);
    if (problem !== undefined) return problem;
    const undo = async () => {
      const failed = await send(before);
      if (failed !== undefined) toast(failed, { tone: "danger" });
    };
    toast(until === null ? "It tells again." : "Silenced.", { undo });
    return undefined;
  };
}

function UntilDialog({ silence, onClose }: { silence: Silence; onClose: () => void }) {
  const [value, setValue] = useState(() => toLocalMoment(new Date(Date.now() + 24 * HOUR_MS)));
  const [problem, setProblem] = useState<string>();
  const [isSending, setIsSending] = useState(false);
  const submit = async () => {
    const until = fromLocalMoment(value)?.getTime();
    if (until === undefined || until <= Date.now()) {
      setProblem("Choose a moment to come.");
      return;
    }
    setIsSending(true);
    const failed = await silence(until);
    setIsSending(false);
    if (failed === undefined) onClose();
    else setProblem(failed);
  };
  return (
    <FormDialog
      title="Silence until"
      description="What the monitor finds is still shown. What is told of then is what holds then."
      size="sm"
      submitLabel="Silence"
      isSubmitting={isSending}
      onSubmit={submit}
    >
      <MomentField label="Until" value={value} onChange={setValue} error={problem} required />
    </FormDialog>
  );
}

/** Keeps a monitor from telling anything for a while, or lets it tell again. */
export function SilenceMenu(props: SilenceProps) {
  const [isAsked, setIsAsked] = useState(false);
  const silence = useSilence(props);
  const choose = async (until: number | null) => {
    const problem = await silence(until);
    if (problem !== undefined) toast(problem, { tone: "danger" });
  };
  if (props.silencedUntil !== null)
    return (
      <Button size="sm" onClick={() => void choose(null)}>
        End silence
      </Button>
    );
  return (
    <>
      <DropdownMenu>
        <DropdownMenuTrigger asChild>
          <Button size="sm">
            <BellOff aria-hidden="true" />
            Silence
          </Button>
        </DropdownMenuTrigger>
        <DropdownMenuContent align="end">
          {LENGTHS.map(([label, length]) => (
            <DropdownMenuItem key={label} onSelect={() => void choose(Date.now() + length)}>
              {label}
            </DropdownMenuItem>
          ))}
          <DropdownMenuItem onSelect={() => setIsAsked(true)}>Until…</DropdownMenuItem>
        </DropdownMenuContent>
      </DropdownMenu>
      <Dialog open={isAsked} onOpenChange={setIsAsked}>
        {isAsked ? <UntilDialog silence={silence} onClose={() => setIsAsked(false)} /> : null}
      </Dialog>
    </>
  );
}
