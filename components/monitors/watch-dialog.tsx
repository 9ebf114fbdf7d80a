"use client";
import { useQuery } from "@tanstack/react-query";
import { Radar } from "lucide-react";
import { useRouter } from "next/navigation";
import { useState } from "react";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Dialog } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { ReadProblem } from "@/components/ui/read-problem";
import { Select } from "@/components/ui/select";
import { SkeletonLines } from "@/components/ui/skeleton";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import { createMonitorAction } from "@/lib/monitors/actions";
import type { ProposalDto } from "@/lib/monitors/dto/screens";
import { proposalOptions } from "@/lib/monitors/query-options";
import { METHOD_WORDS, PRESET_WORDS } from "@/lib/monitors/rules/method-words";
import { WINDOW_WORDS } from "@/lib/monitors/rules/words";
import { createMonitorInput, WINDOWS } from "@/lib/monitors/schema/monitors";
import { ReferenceField } from "./reference-field";
import {
  firstWatchForm,
  isPreset,
  METHODS,
  PRESETS,
  toCreateInput,
  type WatchForm,
} from "./watch-form";

interface WatchDialogProps {
  deployment: string;
  onClose: () => void;
}

function useWatch({ deployment, onClose }: WatchDialogProps) {
  const { slug: workspace } = useWorkspace();
  const router = useRouter();
  const [form, setForm] = useState(firstWatchForm);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [isSending, setIsSending] = useState(false);
  const proposal = useQuery(proposalOptions(workspace, deployment, form.reference));
  const submit = async () => {
    const parsed = createMonitorInput.safeParse(toCreateInput(deployment, form));
    const found = (parsed.error?.issues ?? []).map(({ path, message }) => [
      path.join("."),
      message,
    ]);
    setProblems(Object.fromEntries(found));
    if (!parsed.success) return;
    setIsSending(true);
    const result = await createMonitorAction({ workspace, ...parsed.data });
    setIsSending(false);
    if (!result.ok) {
      setProblems({ form: result.error.message });
      return;
    }
    onClose();
    router.push(routes.monitor(workspace, result.data.id));
  };
  const set = (change: Partial<WatchForm>) => setForm({ ...form, ...change });
  return { form, set, problems, isSending, proposal, submit };
}

/** What would be watched, in words. */
function Proposal({ proposal }: { proposal: ProposalDto }) {
  const { columns, leftOut, target, problem } = proposal;
  if (problem !== null)
    return (
      <Callout tone="warning" role="status">
        {problem}
      </Callout>
    );
  return (
    <div role="status" className="grid gap-1 text-muted text-sm">
      <p>
        {`Watches ${formatPlural(columns.length, "column")}`}
        {target === null ? "." : `, among them the answers, beside ${target}.`}
      </p>
      {leftOut.length > 0 ? (
        <details>
          <summary>{`${formatPlural(leftOut.length, "column")} left out`}</summary>
          <ul className="mt-1 grid gap-0.5 pl-4">
            {leftOut.map(({ name, reason }) => (
              <li key={name} className="break-words">{`${name}: ${reason}`}</li>
            ))}
          </ul>
        </details>
      ) : null}
    </div>
  );
}

interface SettingsProps {
  form: WatchForm;
  problems: Readonly<Record<string, string>>;
  set: (change: Partial<WatchForm>) => void;
}

function Settings({ form, problems, set }: SettingsProps) {
  return (
    <>
      <div className="grid items-start gap-4 sm:grid-cols-2">
        <Field label="Window" description="Of UTC; weeks begin on Mondays." required>
          <Select
            value={form.window}
            onChange={(window) => set({ window })}
            options={[...WINDOWS, "rows" as const].map((value) => ({
              value,
              label: WINDOW_WORDS[value],
            }))}
          />
        </Field>
        {form.window === "rows" ? (
          <Field
            label="Rows of a window"
            description="In the order they come; what the log holds, by its time."
            error={problems.rows ?? problems.window}
            required
          >
            <Input
              value={form.rows}
              inputMode="numeric"
              onChange={(event) => set({ rows: event.target.value })}
            />
          </Field>
        ) : null}
        {isPreset(form.method) ? null : (
          <Field
            label="Threshold"
            description="A column has drifted from this distance on."
            error={problems.threshold}
            required
          >
            <Input
              inputMode="decimal"
              value={form.threshold}
              onChange={(event) => set({ threshold: event.target.value })}
            />
          </Field>
        )}
      </div>
      <Field label="Method" required>
        <Select
          value={form.method}
          onChange={(method) => set({ method })}
          options={[
            ...METHODS.map((value) => ({
              value,
              label: METHOD_WORDS[value].label,
              description: METHOD_WORDS[value].base,
            })),
            ...PRESETS.map((value) => ({
              value,
              label: PRESET_WORDS[value].label,
              description: PRESET_WORDS[value].base,
            })),
          ]}
        />
      </Field>
    </>
  );
}

function WatchFields({ deployment, onClose }: WatchDialogProps) {
  const { form, set, problems, isSending, proposal, submit } = useWatch({ deployment, onClose });
  const { data } = proposal;
  return (
    <FormDialog
      title={`Watch “${deployment}”`}
      description="What it is sent and answers, window by window, beside a reference."
      submitLabel="Watch"
      isSubmitting={isSending}
      isDisabled={!data || data.problem !== null || proposal.isPlaceholderData}
      problem={problems.form}
      onSubmit={submit}
    >
      {data ? (
        <>
          <ReferenceField
            reference={form.reference ?? data.reference}
            onChange={(reference) => set({ reference })}
          />
          <Proposal proposal={data} />
        </>
      ) : proposal.isError ? (
        <ReadProblem read={proposal} />
      ) : (
        <SkeletonLines lines={3} label="Looking for a reference" />
      )}
      <Settings form={form} problems={problems} set={set} />
      <Field label="Name" error={problems.name}>
        <Input
          value={form.name}
          placeholder={`Drift of ${deployment}`}
          onChange={(event) => set({ name: event.target.value })}
        />
      </Field>
    </FormDialog>
  );
}

interface WatchButtonProps {
  deployment: string;
  size?: "sm" | undefined;
}

/** Opens the dialog that makes a monitor of a deployment. Nothing for who may make none. */
export function WatchButton({ deployment, size }: WatchButtonProps) {
  const [isOpen, setIsOpen] = useState(false);
  if (!useCan("monitor:write")) return null;
  return (
    <>
      <Button size={size} onClick={() => setIsOpen(true)}>
        <Radar aria-hidden="true" />
        Watch
      </Button>
      <Dialog open={isOpen} onOpenChange={setIsOpen}>
        {isOpen ? <WatchFields deployment={deployment} onClose={() => setIsOpen(false)} /> : null}
      </Dialog>
    </>
  );
}
