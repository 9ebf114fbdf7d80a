"use client";
import { Download, FileCheck } from "lucide-react";
import { useRef, useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { buttonStyles } from "@/components/ui/button-styles";
import { Card, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import type { CheckpointSummary } from "@/lib/audit/dto";
import { routes } from "@/lib/core/routes";
import { compareCheckpointsAction } from "@/lib/records/actions";

const MOST_BYTES = 900_000;

/** Signed statements of how far the chain had come: to be kept elsewhere, and compared later. */
export function CheckpointsCard({ checkpoints }: { checkpoints: readonly CheckpointSummary[] }) {
  const { slug } = useWorkspace();
  return (
    <Card aria-label="Checkpoints">
      <CardHeader
        title="Signed checkpoints"
        description="Who owns the database can rewrite it, but not a checkpoint that you keep elsewhere."
      />
      <div className="flex flex-wrap gap-2 border-b px-4 py-3">
        <a href={routes.uiApi(slug, "audit/checkpoints")} download className={buttonStyles()}>
          <Download aria-hidden="true" />
          Download all
        </a>
        <CompareButton />
      </div>
      {checkpoints.length === 0 ? (
        <EmptyState icon={<FileCheck />} title="No checkpoint yet">
          One is signed each minute in which something happened.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {checkpoints.map(({ seq, hash, at, key }) => (
            <li
              key={`${seq} ${key}`}
              className="grid gap-x-4 gap-y-0.5 px-4 py-2 text-sm sm:grid-cols-[7rem_minmax(0,1fr)_auto] sm:items-baseline"
            >
              <span className="font-medium tabular-nums">row {seq}</span>
              <code className="break-all font-mono text-muted text-xs">{hash}</code>
              <span className="text-muted text-xs">
                <RelativeTime at={at} />, key <code className="font-mono">{key}</code>
              </span>
            </li>
          ))}
        </ul>
      )}
    </Card>
  );
}

function CompareButton() {
  const { slug } = useWorkspace();
  const input = useRef<HTMLInputElement>(null);
  const [isSending, setIsSending] = useState(false);
  const compare = async (file: File) => {
    if (file.size > MOST_BYTES) {
      toast("This file is too large. Send the end of it: the last thousand lines say all of it.");
      return;
    }
    setIsSending(true);
    const result = await compareCheckpointsAction({ workspace: slug, text: await file.text() });
    setIsSending(false);
    toast(result.ok ? "Verifying, with the checkpoints of this file" : result.error.message);
  };
  return (
    <>
      <input
        ref={input}
        type="file"
        accept=".jsonl,.json,.txt"
        aria-label="File of checkpoints"
        className="sr-only"
        tabIndex={-1}
        onChange={(event) => {
          const [file] = event.target.files ?? [];
          event.target.value = "";
          if (file) void compare(file);
        }}
      />
      <Button loading={isSending} onClick={() => input.current?.click()}>
        <FileCheck aria-hidden="true" />
        Compare with a file
      </Button>
    </>
  );
}
