"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { showFailure } from "@/components/ui/form-failure";
import { FormProblem } from "@/components/ui/form-problem";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { renameAccountAction } from "@/lib/workspaces/actions";
import type { AccountDto } from "@/lib/workspaces/dto";
import { renameAccountInput } from "@/lib/workspaces/schema";

export function AccountNameForm({ account }: { account: AccountDto }) {
  const form = useForm({
    resolver: zodResolver(renameAccountInput),
    values: { name: account.name },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const result = await renameAccountAction(values);
    if (!result.ok) return showFailure(form, result.error);
    form.reset(values);
    toast("Saved", { tone: "success" });
  });
  return (
    <Card>
      <CardHeader title="Profile" />
      <CardBody>
        <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
          <FormProblem message={errors.root?.message} />
          <Field label="Name" required error={errors.name?.message}>
            <Input {...form.register("name")} defaultValue={account.name} autoComplete="name" />
          </Field>
          <Field
            label="E-mail"
            required
            description={
              account.providers.length > 0
                ? `Also signs in through ${account.providers.join(" and ")}.`
                : undefined
            }
          >
            <Input value={account.email} readOnly />
          </Field>
          <div className="flex justify-end">
            <Button type="submit" loading={isSubmitting} disabled={!isDirty}>
              Save
            </Button>
          </div>
        </form>
      </CardBody>
    </Card>
  );
}
