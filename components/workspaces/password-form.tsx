"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { signIn } from "next-auth/react";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { showFailure } from "@/components/ui/form-failure";
import { FormProblem } from "@/components/ui/form-problem";
import { toast } from "@/components/ui/toast";
import { changePasswordAction } from "@/lib/workspaces/actions";
import type { AccountDto } from "@/lib/workspaces/dto";
import { MIN_PASSWORD } from "@/lib/workspaces/rules";
import { changePasswordInput } from "@/lib/workspaces/schema";
import { PasswordInput } from "./password-input";

/** Changes the password, which ends every session; this one is begun anew with the new password. */
export function PasswordForm({ account }: { account: AccountDto }) {
  const form = useForm({
    resolver: zodResolver(changePasswordInput),
    defaultValues: { currentPassword: "", newPassword: "" },
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const result = await changePasswordAction(values);
    if (!result.ok) return showFailure(form, result.error);
    const { email } = account;
    await signIn("password", { email, password: values.newPassword, redirect: false });
    form.reset();
    toast("Your password was changed", {
      tone: "success",
      description: "Other devices have been signed out.",
    });
  });
  return (
    <Card>
      <CardHeader title={account.hasPassword ? "Change password" : "Set a password"} />
      <CardBody>
        <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
          <FormProblem message={errors.root?.message} />
          <input type="hidden" autoComplete="username" value={account.email} readOnly />
          {account.hasPassword ? (
            <Field label="Current password" required error={errors.currentPassword?.message}>
              <PasswordInput
                {...form.register("currentPassword")}
                autoComplete="current-password"
              />
            </Field>
          ) : null}
          <Field
            label="New password"
            required
            description={`At least ${MIN_PASSWORD} characters. A few unrelated words are easy to remember.`}
            error={errors.newPassword?.message}
          >
            <PasswordInput {...form.register("newPassword")} autoComplete="new-password" />
          </Field>
          <div className="flex justify-end">
            <Button type="submit" loading={isSubmitting}>
              {account.hasPassword ? "Change password" : "Set password"}
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}
