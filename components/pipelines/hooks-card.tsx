"use client";
import { Plus, Webhook } from "lucide-react";
import { useState } from "react";
import { useOrigin } from "@/components/models/use-origin";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Badge } from "@/components/ui/badge";
import { Button } from "@/components/ui/button";
import { Card, CardHeader } from "@/components/ui/card";
import { CodeBlock } from "@/components/ui/code-block";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Dialog, DialogTrigger } from "@/components/ui/dialog";
import { EmptyState } from "@/components/ui/empty-state";
import { RelativeTime } from "@/components/ui/relative-time";
import { toast } from "@/components/ui/toast";
import { deleteHookAction, reviseHookAction, rotateHookAction } from "@/lib/pipelines/actions";
import type { HookDeliveryDto, HookDto, HookSecretDto } from "@/lib/pipelines/dto/hooks";
import type { PipelineDto } from "@/lib/pipelines/dto/pipelines";
import { hookSnippet } from "@/lib/pipelines/rules/hooks";
import { DeleteButton } from "./delete-button";
import { HookForm, HookSecret } from "./hook-form";
import { LastLaunched } from "./last-launched";

const GRACE_HOURS = 24;

function RotateButton({ hook }: { hook: HookDto }) {
  const { slug: workspace } = useWorkspace();
  const [isAsking, setIsAsking] = useState(false);
  const [made, setMade] = useState<HookSecretDto>();
  const { id: hookId, pipelineId } = hook;
  const rotate = async () => {
    const place = { workspace, pipelineId, hookId };
    const result = await rotateHookAction({ ...place, graceHours: GRACE_HOURS });
    if (!result.ok) return result.error.message;
    setMade(result.data);
    return undefined;
  };
  return (
    <>
      <Button size="sm" variant="ghost" onClick={() => setIsAsking(true)}>
        New secret
      </Button>
      <ConfirmDialog
        open={isAsking}
        onOpenChange={setIsAsking}
        title={`Make a new secret for “${hook.name}”?`}
        description={`The present one is taken for ${GRACE_HOURS} hours more. From now on its jobs are launched in your name.`}
        confirmLabel="Make a new secret"
        onConfirm={rotate}
      />
      <Dialog open={made !== undefined} onOpenChange={() => setMade(undefined)}>
        {made ? <HookSecret made={made} /> : null}
      </Dialog>
    </>
  );
}

function HookButtons({ hook }: { hook: HookDto }) {
  const { slug: workspace } = useWorkspace();
  const [isBusy, setIsBusy] = useState(false);
  const { id: hookId, pipelineId, isEnabled } = hook;
  const place = { workspace, pipelineId, hookId };
  const turn = async () => {
    setIsBusy(true);
    const result = await reviseHookAction({ ...place, isEnabled: !isEnabled });
    setIsBusy(false);
    if (!result.ok) toast(result.error.message, { tone: "danger" });
  };
  return (
    <div className="ml-auto flex flex-wrap gap-1">
      <Button size="sm" variant="ghost" loading={isBusy} onClick={() => void turn()}>
        {isEnabled ? "Switch off" : "Switch on"}
      </Button>
      <RotateButton hook={hook} />
      <DeleteButton
        kind="webhook"
        name={hook.name}
        description="Whatever is sent to it launches nothing more. The jobs that it has launched stay."
        remove={() => deleteHookAction(place)}
      />
    </div>
  );
}

function LastDelivery({ delivery }: { delivery: HookDeliveryDto }) {
  if (delivery.job !== null) return <LastLaunched job={delivery.job} at={delivery.at} />;
  return (
    <p className="text-danger-fg text-xs">
      <RelativeTime at={delivery.at} />: {delivery.reason}
    </p>
  );
}

function HookItem({ hook }: { hook: HookDto }) {
  const origin = useOrigin();
  const mayWrite = useCan("pipeline:write");
  return (
    <li className="grid gap-1 px-4 py-3">
      <div className="flex flex-wrap items-start gap-x-3">
        <div className="flex min-w-0 grow flex-wrap items-center gap-x-2">
          <span className="break-words font-medium text-sm">{hook.name}</span>
          <span className="text-muted text-xs">in the name of {hook.savedBy}</span>
          {hook.isEnabled ? null : <Badge>Switched off</Badge>}
        </div>
        {mayWrite ? <HookButtons hook={hook} /> : null}
      </div>
      {hook.previousUntil === null ? null : (
        <p className="text-muted text-xs">
          The secret before is taken until <RelativeTime at={hook.previousUntil} />.
        </p>
      )}
      {hook.lastDelivery === null ? null : <LastDelivery delivery={hook.lastDelivery} />}
      <details className="min-w-0 text-sm">
        <summary className="cursor-pointer text-muted text-xs">How to send to it</summary>
        <CodeBlock code={hookSnippet(origin, hook.id)} language="Shell" className="mt-2" />
      </details>
    </li>
  );
}

interface HooksCardProps {
  pipeline: PipelineDto;
  hooks: readonly HookDto[];
}

/** Where other systems launch a pipeline, and what came of it last. */
export function HooksCard({ pipeline, hooks }: HooksCardProps) {
  const mayWrite = useCan("pipeline:write") && !pipeline.isArchived;
  return (
    <Card>
      <CardHeader
        title="Webhooks"
        actions={
          mayWrite ? (
            <Dialog>
              <DialogTrigger asChild>
                <Button size="sm">
                  <Plus aria-hidden="true" />
                  New webhook
                </Button>
              </DialogTrigger>
              <HookForm pipeline={pipeline} />
            </Dialog>
          ) : null
        }
      />
      {hooks.length === 0 ? (
        <EmptyState icon={<Webhook />} title="No webhooks">
          A webhook lets another system launch the pipeline with what it signs, and no token.
        </EmptyState>
      ) : (
        <ul className="divide-y divide-line">
          {hooks.map((hook) => (
            <HookItem key={hook.id} hook={hook} />
          ))}
        </ul>
      )}
    </Card>
  );
}
