"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { UserPlus } from "lucide-react";
import { useState } from "react";
import { Controller, useForm } from "react-hook-form";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Dialog, DialogContent, DialogTrigger } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { showFailure } from "@/components/ui/form-failure";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import type { Role } from "@/lib/access/permissions";
import { createInvitationAction } from "@/lib/workspaces/actions";
import { inviteInput } from "@/lib/workspaces/schema";
import { InvitationLink } from "./invitation-link";
import { ROLE_OPTIONS } from "./role-options";

/** Invites somebody by e-mail address, then shows the link to send them. */
export function InviteDialog({ defaultRole }: { defaultRole: Role }) {
  const { name } = useWorkspace();
  const [isOpen, setIsOpen] = useState(false);
  const [made, setMade] = useState<{ email: string; secret: string } | null>(null);
  const open = (next: boolean) => {
    setIsOpen(next);
    if (next) setMade(null);
  };
  return (
    <Dialog open={isOpen} onOpenChange={open}>
      <DialogTrigger asChild>
        <Button variant="primary">
          <UserPlus aria-hidden="true" />
          Invite
        </Button>
      </DialogTrigger>
      {made ? (
        <DialogContent
          title={`Invite ${made.email}`}
          footer={
            <Button variant="primary" onClick={() => open(false)}>
              Done
            </Button>
          }
        >
          <InvitationLink {...made} />
        </DialogContent>
      ) : (
        <InviteForm defaultRole={defaultRole} workspaceName={name} onDone={setMade} />
      )}
    </Dialog>
  );
}

interface InviteFormProps {
  defaultRole: Role;
  workspaceName: string;
  onDone: (made: { email: string; secret: string }) => void;
}

function InviteForm({ defaultRole, workspaceName, onDone }: InviteFormProps) {
  const { slug } = useWorkspace();
  const form = useForm({
    resolver: zodResolver(inviteInput),
    defaultValues: { email: "", role: defaultRole },
  });
  const { errors, isSubmitting } = form.formState;
  const submit = form.handleSubmit(async (values) => {
    const result = await createInvitationAction({ workspace: slug, ...values });
    if (!result.ok) return showFailure(form, result.error);
    onDone({ email: values.email, secret: result.data.secret });
  });
  return (
    <FormDialog
      title={`Invite somebody to ${workspaceName}`}
      description="You get a link to send them. It works once, for this e-mail address."
      submitLabel="Create invitation"
      isSubmitting={isSubmitting}
      problem={errors.root?.message}
      onSubmit={submit}
    >
      <Field label="E-mail" required error={errors.email?.message}>
        <Input {...form.register("email")} type="email" autoFocus placeholder="ada@example.com" />
      </Field>
      <Field label="Role" required error={errors.role?.message}>
        <Controller
          control={form.control}
          name="role"
          render={({ field }) => (
            <Select options={ROLE_OPTIONS} value={field.value} onChange={field.onChange} />
          )}
        />
      </Field>
    </FormDialog>
  );
}
