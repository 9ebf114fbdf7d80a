"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { signIn } from "next-auth/react";
import { useState } from "react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { signInProblem } from "@/lib/access/sign-in";
import { signInInput } from "@/lib/workspaces/schema";
import { PasswordInput } from "./password-input";

interface SignInFormProps {
  providers: readonly { id: string; name: string }[];
  /** A path of ours. */
  callback: string;
  /** Why an earlier attempt failed, see `signInProblem`. */
  error?: string | undefined;
  email?: string | undefined;
}

/** Password and providers; leads back to the page that was asked for. */
export function SignInForm({ providers, callback, error, email }: SignInFormProps) {
  const [problem, setProblem] = useState(error);
  const [busy, setBusy] = useState<string | null>(null);
  const form = useForm({
    resolver: zodResolver(signInInput),
    defaultValues: { email: email ?? "", password: "" },
  });
  const { errors } = form.formState;

  const withPassword = form.handleSubmit(async (values) => {
    setBusy("password");
    setProblem(undefined);
    const answer = await signIn("password", {
      ...values,
      callbackUrl: callback,
      redirect: false,
    }).catch(() => undefined);
    if (answer?.ok) return window.location.assign(callback);
    setBusy(null);
    setProblem(answer?.error ?? "unavailable");
    form.setFocus("password", { shouldSelect: true });
  });
  const withProvider = async (id: string) => {
    setBusy(id);
    setProblem(undefined);
    await signIn(id, { callbackUrl: callback }).catch(() => {
      setBusy(null);
      setProblem("unavailable");
    });
  };

  return (
    <div className="grid gap-4">
      {problem ? (
        <Callout tone="danger" role="alert">
          {signInProblem(problem)}
        </Callout>
      ) : null}
      {providers.map(({ id, name }) => (
        <Button key={id} loading={busy === id} onClick={() => void withProvider(id)}>
          Continue with {name}
        </Button>
      ))}
      {providers.length > 0 ? <Or /> : null}
      <form noValidate className="grid gap-4" onSubmit={(event) => void withPassword(event)}>
        <Field label="E-mail" required error={errors.email?.message}>
          <Input
            {...form.register("email")}
            type="email"
            autoComplete="username"
            autoFocus={!email}
            spellCheck={false}
          />
        </Field>
        <Field label="Password" required error={errors.password?.message}>
          <PasswordInput {...form.register("password")} autoComplete="current-password" />
        </Field>
        <Button type="submit" variant="primary" loading={busy === "password"}>
          Sign in
        </Button>
      </form>
    </div>
  );
}

function Or() {
  return (
    <div className="flex items-center gap-3 text-subtle text-xs">
      <span aria-hidden="true" className="h-px grow bg-line" />
      or with a password
      <span aria-hidden="true" className="h-px grow bg-line" />
    </div>
  );
}
