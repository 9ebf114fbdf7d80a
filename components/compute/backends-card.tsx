"use client";
import { Cpu, Server } from "lucide-react";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Card } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { Switch } from "@/components/ui/switch";
import { toast } from "@/components/ui/toast";
import { checkBackendAction, reviseBackendAction, testBackendAction } from "@/lib/compute/actions";
import type { BackendDto } from "@/lib/compute/dto/backends";
import { formatPlural } from "@/lib/core/format";
import { EditBackendButton } from "./backend-dialogs";
import { backendState, LastTest } from "./backend-state";

function Switching({ backend }: { backend: BackendDto }) {
  const { slug: workspace } = useWorkspace();
  const [isBusy, setIsBusy] = useState(false);
  const change = async (isEnabled: boolean) => {
    setIsBusy(true);
    const result = await reviseBackendAction({ workspace, backendId: backend.id, isEnabled });
    setIsBusy(false);
    if (!result.ok) toast(result.error.message, { tone: "danger" });
  };
  return (
    <Field inline label={`Takes jobs: ${backend.name}`} hideLabel>
      <Switch
        checked={backend.isEnabled}
        disabled={isBusy}
        onCheckedChange={(isOn) => void change(isOn)}
      />
    </Field>
  );
}

function Trying({ backend }: { backend: BackendDto }) {
  const { slug: workspace } = useWorkspace();
  const [busy, setBusy] = useState<"check" | "test" | null>(null);
  const [found, setFound] = useState<{ isReady: boolean; message: string } | null>(null);
  const input = { workspace, backendId: backend.id };
  const check = async () => {
    setBusy("check");
    const result = await checkBackendAction(input);
    setBusy(null);
    setFound(result.ok ? result.data : { isReady: false, message: result.error.message });
  };
  const test = async () => {
    setBusy("test");
    const result = await testBackendAction(input);
    setBusy(null);
    setFound(result.ok ? null : { isReady: false, message: result.error.message });
  };
  return (
    <>
      <div className="flex flex-wrap gap-2">
        <Button size="sm" loading={busy === "check"} onClick={() => void check()}>
          Check
        </Button>
        <Button size="sm" loading={busy === "test"} onClick={() => void test()}>
          Send a test job
        </Button>
        <EditBackendButton backend={backend} />
      </div>
      {found ? (
        <Callout tone={found.isReady ? "success" : "warning"} role="status" title={found.message} />
      ) : null}
    </>
  );
}

function BackendItem({ backend }: { backend: BackendDto }) {
  const mayManage = useCan("backend:manage");
  const { name, kind, address, headerName, maxJobs, maxJobsPerUser, running, queued } = backend;
  const { label, tone } = backendState(backend);
  const limits = `${running} of ${formatPlural(maxJobs, "place")} taken, ${queued} waiting`;
  const perPerson = maxJobsPerUser === null ? "" : `, at most ${maxJobsPerUser} for one person`;
  return (
    <li className="grid gap-2 px-4 py-3">
      <div className="flex items-start gap-3">
        <span className="mt-0.5 text-muted [&>svg]:size-4">
          {kind === "ray" ? <Server aria-hidden="true" /> : <Cpu aria-hidden="true" />}
        </span>
        <div className="grid min-w-0 grow gap-0.5">
          <p className="flex flex-wrap items-center gap-2">
            <span className="break-words font-medium text-sm">{name}</span>
            <Badge tone={tone}>{label}</Badge>
          </p>
          <p className="break-words text-muted text-xs">
            {kind === "ray" ? `Ray at ${address}` : "Processes of the machine of this server"}
            {headerName === null ? null : `, with a header ${headerName}`}
          </p>
          <p className="text-muted text-xs tabular-nums">
            {limits}
            {perPerson}
          </p>
        </div>
        {mayManage && backend.isReachable ? <Switching backend={backend} /> : null}
      </div>
      {backend.isReachable ? (
        <>
          <LastTest backend={backend} />
          {mayManage ? <Trying backend={backend} /> : null}
        </>
      ) : (
        <p className="text-muted text-xs">
          Jobs here run with the rights of the server. Whoever operates it allows them by the
          variable <code className="font-mono">LOCAL_JOBS</code>.
        </p>
      )}
    </li>
  );
}

/** Where jobs of the workspace can run, how it stands there, and whether it works. */
export function BackendsCard({ backends }: { backends: readonly BackendDto[] }) {
  return (
    <Card>
      <ul className="divide-y divide-line">
        {backends.map((backend) => (
          <BackendItem key={backend.id} backend={backend} />
        ))}
      </ul>
    </Card>
  );
}
