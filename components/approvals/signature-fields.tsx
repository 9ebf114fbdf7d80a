"use client";
import { Callout } from "@/components/ui/callout";
import { Field } from "@/components/ui/field";
import { PasswordInput } from "@/components/workspaces/password-input";
import type { PromotionChoicesDto } from "@/lib/approvals/dto/shapes";

interface SignatureFieldsProps {
  signing: PromotionChoicesDto["signing"];
  /** What is signed, word by word. */
  statement: string;
  password: string;
  onPassword: (password: string) => void;
  error?: string | undefined;
}

/** What somebody without a password does before they sign. */
export function SignInAgain() {
  return (
    <Callout tone="warning">
      You signed in more than five minutes ago. Sign out and in again, then sign this.
    </Callout>
  );
}

/** What is signed, and the proof that it is the person and not a screen that was left open. */
export function SignatureFields(props: SignatureFieldsProps) {
  const { signing, statement, password, onPassword, error } = props;
  return (
    <>
      <div className="grid gap-1 rounded-md border bg-sunken px-3 py-2.5 text-sm">
        <p className="text-muted text-xs">You sign</p>
        <p className="break-words font-medium">{statement}</p>
      </div>
      {signing.needsSignIn ? <SignInAgain /> : null}
      {signing.method === "password" ? (
        <Field label="Your password" required error={error}>
          <PasswordInput
            autoComplete="current-password"
            value={password}
            onChange={(event) => onPassword(event.target.value)}
          />
        </Field>
      ) : null}
    </>
  );
}
