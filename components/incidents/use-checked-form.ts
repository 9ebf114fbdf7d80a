"use client";
import { useState } from "react";
import type { z } from "zod";
import type { Result } from "@/lib/core/result";

interface CheckedForm<Form, Schema extends z.ZodType> {
  first: () => Form;
  /** What the schema is asked about. */
  toInput: (form: Form) => unknown;
  schema: Schema;
  send: (input: z.output<Schema>) => Promise<Result<unknown>>;
  onDone: () => void;
}

/** A form that is checked by a schema before it is sent; problems by the field, and those of all of it as `form`. */
export function useCheckedForm<Form, Schema extends z.ZodType>(asked: CheckedForm<Form, Schema>) {
  const { first, toInput, schema, send, onDone } = asked;
  const [form, setForm] = useState(first);
  const [problems, setProblems] = useState<Readonly<Record<string, string>>>({});
  const [isSending, setIsSending] = useState(false);
  const submit = async () => {
    const parsed = schema.safeParse(toInput(form));
    const issues = parsed.error?.issues ?? [];
    setProblems(Object.fromEntries(issues.map(({ path, message }) => [path.join("."), message])));
    if (!parsed.success) return;
    setIsSending(true);
    const result = await send(parsed.data);
    setIsSending(false);
    if (result.ok) onDone();
    else setProblems({ form: result.error.message });
  };
  const set = (change: Partial<Form>) => setForm({ ...form, ...change });
  return { form, problems, isSending, submit, set };
}
