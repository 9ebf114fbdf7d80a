"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { Controller, useForm } from "react-hook-form";
import { Button } from "@/components/ui/button";
import { Card, CardBody } from "@/components/ui/card";
import { Field } from "@/components/ui/field";
import { showFailure } from "@/components/ui/form-failure";
import { FormProblem } from "@/components/ui/form-problem";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { toast } from "@/components/ui/toast";
import { reviseWorkspaceAction } from "@/lib/workspaces/actions";
import type { WorkspaceDto } from "@/lib/workspaces/dto";
import { reviseWorkspaceInput } from "@/lib/workspaces/schema";
import { ROLE_OPTIONS } from "./role-options";

interface WorkspaceFormProps {
  workspace: WorkspaceDto;
  canEdit: boolean;
}

export function WorkspaceForm({ workspace, canEdit }: WorkspaceFormProps) {
  const { slug, name, defaultRole } = workspace;
  const form = useForm({
    resolver: zodResolver(reviseWorkspaceInput),
    values: { name, defaultRole },
  });
  const { errors, isSubmitting, isDirty } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const result = await reviseWorkspaceAction({ workspace: slug, ...values });
    if (!result.ok) return showFailure(form, result.error);
    form.reset(values);
    toast("Saved", { tone: "success" });
  });
  return (
    <Card>
      <CardBody>
        <form noValidate className="grid gap-4" onSubmit={(event) => void submit(event)}>
          <FormProblem message={errors.root?.message} />
          <Field label="Name" required error={errors.name?.message}>
            <Input {...form.register("name")} defaultValue={name} readOnly={!canEdit} />
          </Field>
          <Field
            label="Short name"
            required
            description="In addresses, and in MLFLOW_WORKSPACE of programs. It does not change."
          >
            <Input value={slug} readOnly className="font-mono" />
          </Field>
          <Field label="Role that invitations propose" required error={errors.defaultRole?.message}>
            <Controller
              control={form.control}
              name="defaultRole"
              render={({ field }) => (
                <Select
                  options={ROLE_OPTIONS}
                  value={field.value}
                  onChange={field.onChange}
                  disabled={!canEdit}
                />
              )}
            />
          </Field>
          {canEdit ? (
            <div className="flex justify-end">
              <Button type="submit" variant="primary" loading={isSubmitting} disabled={!isDirty}>
                Save
              </Button>
            </div>
          ) : (
            <p className="text-muted text-sm">Admins of the workspace can change this.</p>
          )}
        </form>
      </CardBody>
    </Card>
  );
}
