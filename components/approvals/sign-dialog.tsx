"use client";
import { useId, useState } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { DialogContent } from "@/components/ui/dialog";
import { Field } from "@/components/ui/field";
import { RadioGroup, RadioItem } from "@/components/ui/radio-group";
import { Textarea } from "@/components/ui/textarea";
import { toast } from "@/components/ui/toast";
import { PasswordInput } from "@/components/workspaces/password-input";
import { voteAction } from "@/lib/approvals/actions";
import type { ApprovalRequestDetailDto } from "@/lib/approvals/dto/shapes";
import { type Decision, MEANINGS, type Meaning } from "@/lib/approvals/schema/requests";

const TITLES: Readonly<Record<Decision, string>> = {
  approve: "Approve",
  request_changes: "Request changes",
  reject: "Reject",
};

const MEANING_LABELS: Readonly<Record<Meaning, { label: string; description: string }>> = {
  review: { label: "Review", description: "I have looked at the evidence." },
  approval: { label: "Approval", description: "I decide within my role." },
  responsibility: { label: "Responsibility", description: "I answer for what follows." },
};

interface SignDialogProps {
  request: ApprovalRequestDetailDto;
  decision: Decision;
  onClose: () => void;
}

interface Draft {
  meaning: Meaning;
  statement: string;
  password: string;
}

function useSigning({ request, decision, onClose }: SignDialogProps) {
  const { slug: workspace } = useWorkspace();
  // One key a dialog: the same signature sent again counts once.
  const [signatureKey] = useState(() => crypto.randomUUID());
  const [draft, setDraft] = useState<Draft>({ meaning: "approval", statement: "", password: "" });
  const [problem, setProblem] = useState<string | null>(null);
  const [isSigning, setIsSigning] = useState(false);
  const sign = async () => {
    setIsSigning(true);
    const { meaning, statement, password } = draft;
    const result = await voteAction({
      workspace,
      number: request.number,
      decision,
      meaning,
      statement,
      evidenceHash: request.evidence.hash,
      signatureKey,
      ...(request.signing.method === "password" ? { password } : {}),
    });
    setIsSigning(false);
    if (!result.ok) {
      setProblem(result.error.message);
      return;
    }
    toast("Signed", { tone: "success" });
    onClose();
  };
  const change = (more: Partial<Draft>) => setDraft({ ...draft, ...more });
  return { draft, change, problem, isSigning, sign };
}

/** Signs a decision: what is signed, on which evidence, what the signature means, and the proof that it is theirs. */
export function SignDialog(props: SignDialogProps) {
  const { request, decision, onClose } = props;
  const formId = useId();
  const { draft, change, problem, isSigning, sign } = useSigning(props);
  const { method, needsSignIn } = request.signing;
  return (
    <DialogContent
      title={TITLES[decision]}
      footer={
        <>
          <Button onClick={onClose}>Cancel</Button>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={needsSignIn}
            loading={isSigning}
          >
            Sign
          </Button>
        </>
      }
    >
      <form
        id={formId}
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void sign();
        }}
      >
        {problem ? <Callout tone="danger">{problem}</Callout> : null}
        {needsSignIn ? (
          <Callout tone="warning">
            You signed in more than five minutes ago. Sign out and in again, then sign this.
          </Callout>
        ) : null}
        <div className="grid gap-1 rounded-md border bg-sunken px-3 py-2.5 text-sm">
          <p className="font-medium">{request.statements[decision]}</p>
          <p className="break-all font-mono text-muted text-xs">sha256:{request.evidence.hash}</p>
        </div>
        <Field label="This signature means" required>
          <RadioGroup
            value={draft.meaning}
            onValueChange={(value) =>
              change({ meaning: MEANINGS.find((one) => one === value) ?? draft.meaning })
            }
          >
            {MEANINGS.map((meaning) => (
              <RadioItem key={meaning} value={meaning} {...MEANING_LABELS[meaning]} />
            ))}
          </RadioGroup>
        </Field>
        <Field label={decision === "approve" ? "Remark" : "What has to change, or why not"}>
          <Textarea
            rows={3}
            maxLength={2_000}
            value={draft.statement}
            onChange={(event) => change({ statement: event.target.value })}
          />
        </Field>
        {method === "password" ? (
          <Field label="Your password" required>
            <PasswordInput
              autoComplete="current-password"
              value={draft.password}
              onChange={(event) => change({ password: event.target.value })}
            />
          </Field>
        ) : null}
      </form>
    </DialogContent>
  );
}
