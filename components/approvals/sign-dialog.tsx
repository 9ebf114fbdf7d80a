"use client";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { CopyButton } from "@/components/ui/copy-button";
import { Field } from "@/components/ui/field";
import { FormDialog } from "@/components/ui/form-dialog";
import { Input } from "@/components/ui/input";
import { RadioGroup, RadioItem } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { PasswordInput } from "@/components/workspaces/password-input";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { statementOf } from "@/lib/approvals/rules/statements";
import { type Decision, MEANINGS } from "@/lib/approvals/schema/requests";
import { ChangesSince } from "./changes-since";
import { MEANING_LOOKS } from "./meanings";
import { SignInAgain } from "./signature-fields";
import { SignedThings } from "./signed-things";
import { UnfinishedChecks } from "./unfinished-checks";
import { useKnownRevision } from "./use-known-revision";
import { useSigning } from "./use-signing";

const TITLES: Readonly<Record<Decision, string>> = {
  approve: "Approve",
  request_changes: "Request changes",
  reject: "Reject",
};
const REMARKS: Readonly<Record<Decision, string>> = {
  approve: "Remark or condition",
  request_changes: "What has to change",
  reject: "Why not",
};

interface SignDialogProps {
  request: ApprovalRequestDetailDto;
  decision: Decision;
  onClose: () => void;
}
interface Signed {
  signing: ReturnType<typeof useSigning>;
}

/** The words that are signed, on which evidence, what that evidence holds, and what is new to the signer. */
function Statement({ request, decision, signing }: SignDialogProps & Signed) {
  const { seen, validUntil } = signing;
  const { revision, isSigned } = useKnownRevision(request);
  return (
    <div className="grid gap-2 rounded-md border bg-sunken px-3 py-2.5 text-sm">
      <p className="font-medium">
        {statementOf(decision, { ...request, revision: seen.revision, validUntil })}
      </p>
      <div className="flex items-center gap-1">
        <code className="min-w-0 break-all text-muted text-xs">sha256:{seen.hash}</code>
        <CopyButton value={seen.hash} noun="evidence hash" className="shrink-0" />
      </div>
      {revision < seen.revision ? (
        <div className="grid gap-1">
          <p className="text-muted text-xs">
            New since revision {revision}, which you {isSigned ? "signed" : "looked at"}
          </p>
          <ChangesSince request={request} since={revision} />
        </div>
      ) : null}
      <SignedThings request={request} />
    </div>
  );
}

/** The evidence is another one than when the dialog was opened: nothing is signed before it was looked at. */
function ChangedEvidence({ request, signing }: Pick<SignDialogProps, "request"> & Signed) {
  const { revision } = request.evidence;
  return (
    <Callout
      tone="warning"
      role="alert"
      title={`The evidence has changed: it is revision ${revision} now`}
      actions={
        <Button size="sm" onClick={signing.lookAgain}>
          I have looked at it: sign revision {revision}
        </Button>
      }
    >
      <ChangesSince request={request} since={signing.seen.revision} />
      <p>Close this to read the page as it is now. What you have written here is not kept.</p>
    </Callout>
  );
}

function Fields({ request, decision, signing }: SignDialogProps & Signed) {
  const { draft, problem, change } = signing;
  return (
    <>
      <Field label="This signature means" required>
        <RadioGroup
          value={draft.meaning}
          onValueChange={(value) =>
            change({ meaning: MEANINGS.find((one) => one === value) ?? draft.meaning })
          }
        >
          {MEANINGS.map((meaning) => (
            <RadioItem
              key={meaning}
              value={meaning}
              autoFocus={meaning === draft.meaning}
              {...MEANING_LOOKS[meaning]}
            />
          ))}
        </RadioGroup>
      </Field>
      <Field label={REMARKS[decision]} required={decision !== "approve"} error={problem.statement}>
        <Textarea
          rows={3}
          maxLength={2_000}
          value={draft.remark}
          onChange={(event) => change({ remark: event.target.value })}
        />
      </Field>
      {decision === "approve" ? (
        <Field
          label="Holds until"
          error={problem.validUntil}
          description="Your approval counts no longer after that day (UTC), and the version is due for another look by then."
        >
          <Input
            type="date"
            value={draft.until}
            onChange={(event) => change({ until: event.target.value })}
            className="w-44"
          />
        </Field>
      ) : null}
      {request.signing.method === "password" ? (
        <Field label="Your password" required error={problem.password}>
          <PasswordInput
            autoComplete="current-password"
            value={draft.password}
            onChange={(event) => change({ password: event.target.value })}
          />
        </Field>
      ) : null}
    </>
  );
}

/** Signs a decision: what is signed, on which evidence, what the signature means, and the proof that it is theirs. */
export function SignDialog(props: SignDialogProps) {
  const { request, decision, onClose } = props;
  const signing = useSigning(props);
  const { needsSignIn } = request.signing;
  const isOver = request.status !== "pending";
  return (
    <FormDialog
      title={TITLES[decision]}
      submitLabel="Sign"
      isSubmitting={signing.isSigning}
      isDisabled={needsSignIn || isOver || signing.hasChanged}
      problem={signing.hasChanged ? undefined : signing.problem.form}
      onSubmit={signing.sign}
    >
      {isOver ? (
        <Callout
          tone="warning"
          role="alert"
          actions={
            <Button size="sm" onClick={onClose}>
              Close
            </Button>
          }
        >
          This request has been decided meanwhile. Nothing is left to sign.
        </Callout>
      ) : null}
      {!isOver && signing.hasChanged ? (
        <ChangedEvidence request={request} signing={signing} />
      ) : null}
      {needsSignIn ? <SignInAgain /> : null}
      <UnfinishedChecks request={request} />
      <Statement {...props} signing={signing} />
      <Fields {...props} signing={signing} />
    </FormDialog>
  );
}
