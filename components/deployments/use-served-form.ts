"use client";
import { useState } from "react";
import type { z } from "zod";
import type { Result } from "@/lib/core/result";
import type { BackendKind } from "@/lib/deployments/schema/backends";
import { type Settings, toBackend } from "./backend-form";
import type { ChosenVersion } from "./version-fields";

const NOTHING: Settings = {};

/** Messages by field; those of the backend go by the name of the setting. */
function problemsOf(fields: Readonly<Record<string, string>>): Settings {
  return Object.fromEntries(
    Object.entries(fields).map(([field, message]) => [field.replace(/^backend\./, ""), message]),
  );
}

const fieldsOf = (error: z.ZodError) =>
  Object.fromEntries(error.issues.map((issue) => [issue.path.join("."), issue.message]));

/** What both dialogs ask for: which version, and how it is served. */
export function useServedForm(initial: ChosenVersion, first: BackendKind = "onnx") {
  const [chosen, setChosen] = useState(initial);
  const [kind, setKind] = useState<BackendKind>(first);
  const [settings, setSettings] = useState(NOTHING);
  const [problems, setProblems] = useState(NOTHING);
  const [problem, setProblem] = useState<string>();
  const [isProtected, setIsProtected] = useState(false);
  const [isSending, setIsSending] = useState(false);

  /** Checks what was filled in, hands it over, and says at the fields what is wrong. */
  async function send<Input, Data>(
    schema: z.ZodType<Input>,
    more: object,
    action: (input: Input) => Promise<Result<Data>>,
  ): Promise<Data | null> {
    const version = chosen.version === "" ? undefined : Number(chosen.version);
    const parsed = schema.safeParse({
      ...more,
      model: chosen.model,
      version,
      backend: toBackend(kind, settings),
    });
    setProblem(undefined);
    setIsProtected(false);
    setProblems(parsed.success ? NOTHING : problemsOf(fieldsOf(parsed.error)));
    if (!parsed.success) return null;
    setIsSending(true);
    const result = await action(parsed.data);
    setIsSending(false);
    if (result.ok) return result.data;
    setIsProtected(result.error.code === "PROTECTED");
    const fields = problemsOf(result.error.fields ?? {});
    setProblems(fields);
    if (Object.keys(fields).length === 0) setProblem(result.error.message);
    return null;
  }

  return {
    chosen,
    setChosen,
    problems,
    problem,
    /** Refused, because an approval is needed first. */
    isProtected,
    isSending,
    send,
    backend: { kind, settings, problems, onKind: setKind, onSettings: setSettings },
  };
}
