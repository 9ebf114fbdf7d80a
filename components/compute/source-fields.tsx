"use client";
import { useEffect, useRef, useState } from "react";
import { Controller, type UseFormReturn } from "react-hook-form";
import { z } from "zod";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Progress } from "@/components/ui/progress";
import { sendFile } from "@/components/ui/send-file";
import { ToggleGroup } from "@/components/ui/toggle-group";
import { allowSnapshotUploadAction } from "@/lib/compute/actions";
import { formatPercent, shortId } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { JobFormValues } from "./job-form";

type Form = UseFormReturn<JobFormValues>;

const KINDS = [
  { value: "git", label: "Git repository" },
  { value: "snapshot", label: "Uploaded snapshot" },
] as const;

const uploaded = z.object({ snapshot: z.object({ sha256: z.string() }) });

/** Sends an archive as soon as it is chosen; its hash becomes the form's snapshot. */
function useUpload(form: Form) {
  const { slug } = useWorkspace();
  const [share, setShare] = useState<number | null>(null);
  const sending = useRef<AbortController>(null);
  useEffect(() => () => sending.current?.abort(), []);
  const send = async (file: File, signal: AbortSignal) => {
    const allowed = await allowSnapshotUploadAction({ workspace: slug, fileName: file.name });
    if (!allowed.ok) throw new Error(allowed.error.message);
    const address = routes.sourceUpload(allowed.data.grant);
    return sendFile(address, file, { answer: uploaded, onProgress: setShare, signal });
  };
  const upload = async (file: File) => {
    sending.current?.abort();
    const controller = new AbortController();
    sending.current = controller;
    form.clearErrors("snapshot");
    form.setValue("snapshot", "");
    setShare(0);
    try {
      const { snapshot } = await send(file, controller.signal);
      controller.signal.throwIfAborted();
      form.setValue("snapshot", snapshot.sha256);
    } catch (error) {
      if (controller.signal.aborted) return;
      const message = error instanceof Error ? error.message : String(error);
      form.setError("snapshot", { message });
    }
    setShare(null);
  };
  return { share, upload };
}

function SnapshotField({ form }: { form: Form }) {
  const { share, upload } = useUpload(form);
  const snapshot = form.watch("snapshot");
  return (
    <div className="grid gap-2">
      <Field
        label="Archive"
        required
        description="A .tar.gz or .zip of at most 256 MiB. Its hash names it: the same content again is the same snapshot."
        error={form.formState.errors.snapshot?.message}
      >
        <Input
          type="file"
          className="py-1"
          accept=".tar.gz,.tgz,.zip,application/gzip,application/zip"
          onChange={({ target }) => {
            const [file] = target.files ?? [];
            if (file) void upload(file);
          }}
        />
      </Field>
      {share === null ? null : (
        <div className="grid gap-1">
          <Progress label="Upload" value={share === 1 ? null : share} />
          <p role="status" className="text-muted text-xs">
            {share === 1 ? "Looking at what it holds…" : `Sending, ${formatPercent(share, 0)}`}
          </p>
        </div>
      )}
      {snapshot === "" ? null : (
        <p role="status" className="text-muted text-xs">
          Snapshot <code className="font-mono">{shortId(snapshot, 12)}</code> is unpacked into the
          working folder before the command begins.
        </p>
      )}
    </div>
  );
}

function GitFields({ form }: { form: Form }) {
  const { errors } = form.formState;
  return (
    <div className="grid items-start gap-4 sm:grid-cols-2">
      <Field
        label="Git repository"
        description="Fetched before the command begins; its commit is kept."
        error={errors.repository?.message}
      >
        <Input
          {...form.register("repository")}
          placeholder="https://github.com/team/churn"
          spellCheck={false}
        />
      </Field>
      <Field label="Branch, tag or commit" error={errors.revision?.message}>
        <Input {...form.register("revision")} placeholder="HEAD" spellCheck={false} />
      </Field>
    </div>
  );
}

/** Where a job's code comes from. */
export function SourceFields({ form }: { form: Form }) {
  return (
    <div className="grid gap-3">
      <Controller
        control={form.control}
        name="sourceKind"
        render={({ field }) => (
          <ToggleGroup
            label="Code from"
            options={KINDS}
            value={field.value}
            onChange={field.onChange}
            className="justify-self-start"
          />
        )}
      />
      {form.watch("sourceKind") === "git" ? (
        <GitFields form={form} />
      ) : (
        <SnapshotField form={form} />
      )}
    </div>
  );
}
