"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { signIn } from "next-auth/react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Field } from "@/components/ui/field";
import { showFailure } from "@/components/ui/form-failure";
import { FormProblem } from "@/components/ui/form-problem";
import { Input } from "@/components/ui/input";
import { routes } from "@/lib/core/routes";
import { acceptAsNewUserAction } from "@/lib/workspaces/actions";
import { MIN_PASSWORD } from "@/lib/workspaces/rules";
import { acceptAsNewUserInput } from "@/lib/workspaces/schema";
import { PasswordInput } from "./password-input";

interface JoinFormProps {
  secret: string;
  email: string;
}

/** Somebody new chooses a name and a password, and is signed in at once. */
export function JoinForm({ secret, email }: JoinFormProps) {
  const form = useForm({
    resolver: zodResolver(acceptAsNewUserInput),
    defaultValues: { secret, name: "", password: "" },
  });
  const { errors, isSubmitting, isSubmitSuccessful } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const result = await acceptAsNewUserAction(values);
    if (!result.ok) return showFailure(form, result.error);
    const answer = await signIn("password", { email, password: values.password, redirect: false });
    window.location.assign(answer?.ok ? routes.home(result.data.workspaceSlug) : routes.signIn());
  });
  return (
    <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
      <FormProblem message={errors.root?.message} />
      <Field label="E-mail" required>
        <Input value={email} readOnly autoComplete="username" />
      </Field>
      <Field label="Your name" required error={errors.name?.message}>
        <Input {...form.register("name")} autoComplete="name" autoFocus />
      </Field>
      <Field
        label="Password"
        required
        description={`At least ${MIN_PASSWORD} characters. A few unrelated words are easy to remember.`}
        error={errors.password?.message}
      >
        <PasswordInput {...form.register("password")} autoComplete="new-password" />
      </Field>
      <Button
        type="submit"
        variant="primary"
        loading={isSubmitting || (isSubmitSuccessful && !errors.root)}
      >
        Create account and join
      </Button>
    </form>
  );
}
