"use client";
import { AlertDialog as Primitive } from "radix-ui";
import { type ReactNode, useId, useState } from "react";
import { Button } from "./button";
import { Callout } from "./callout";
import { cn } from "./class-names";
import { overlayStyles } from "./dialog";
import { Field } from "./field";
import { Input } from "./input";
import { Opener, useReturnFocus } from "./return-focus";

interface ConfirmDialogProps {
  open: boolean;
  onOpenChange: (open: boolean) => void;
  /** A question that names the thing: "Delete experiment “churn”?" */
  title: string;
  /** What happens, and whether it can be undone. */
  description: ReactNode;
  /** The verb on the button: "Delete". */
  confirmLabel: string;
  tone?: "default" | "danger" | undefined;
  /** Has to be typed before the button works: for what cannot be undone. */
  typeToConfirm?: string | undefined;
  /** Closes the dialog unless it answers with a sentence that says why it did not work. */
  onConfirm: () => Promise<string | undefined> | Promise<void>;
  children?: ReactNode | undefined;
}

export function ConfirmDialog({ open, onOpenChange, ...props }: ConfirmDialogProps) {
  const { opener, onCloseAutoFocus } = useReturnFocus();
  return (
    <Primitive.Root open={open} onOpenChange={onOpenChange}>
      <Primitive.Portal>
        <Primitive.Overlay className={overlayStyles} />
        <Primitive.Content
          onCloseAutoFocus={onCloseAutoFocus}
          className={cn(
            "fixed inset-x-3 top-[max(1rem,14dvh)] z-50 mx-auto max-h-[80dvh] max-w-110 overflow-y-auto rounded-xl border border-line-strong bg-raised shadow-lg outline-none data-[state=open]:animate-pop data-[state=closed]:animate-fade-out",
          )}
        >
          <Opener into={opener} />
          <ConfirmForm {...props} onDone={() => onOpenChange(false)} />
        </Primitive.Content>
      </Primitive.Portal>
    </Primitive.Root>
  );
}

interface ConfirmFormProps extends Omit<ConfirmDialogProps, "open" | "onOpenChange"> {
  onDone: () => void;
}

function ConfirmForm({
  title,
  description,
  confirmLabel,
  tone = "default",
  typeToConfirm,
  onConfirm,
  onDone,
  children,
}: ConfirmFormProps) {
  const formId = useId();
  const [typed, setTyped] = useState("");
  const [isPending, setIsPending] = useState(false);
  const [problem, setProblem] = useState<string>();
  const isReady = typeToConfirm === undefined || typed.trim() === typeToConfirm;

  const confirm = async () => {
    if (!isReady || isPending) return;
    setIsPending(true);
    setProblem(undefined);
    try {
      const failure = await onConfirm();
      if (failure) setProblem(failure);
      else onDone();
    } catch {
      setProblem("That did not work: the server could not be reached. Try again.");
    } finally {
      setIsPending(false);
    }
  };

  return (
    <form
      id={formId}
      onSubmit={(event) => {
        event.preventDefault();
        void confirm();
      }}
    >
      <div className="grid gap-3 px-5 pt-4 pb-5">
        <Primitive.Title className="font-semibold text-lg">{title}</Primitive.Title>
        <Primitive.Description asChild>
          <div className="text-muted text-sm">{description}</div>
        </Primitive.Description>
        {children}
        {typeToConfirm === undefined ? null : (
          <Field
            required
            label={
              <>
                Type <strong className="font-mono">{typeToConfirm}</strong> to confirm
              </>
            }
          >
            <Input
              value={typed}
              onChange={(event) => setTyped(event.target.value)}
              spellCheck={false}
            />
          </Field>
        )}
        {problem ? (
          <Callout tone="danger" role="alert">
            {problem}
          </Callout>
        ) : null}
      </div>
      <footer className="flex flex-wrap justify-end gap-2 rounded-b-xl border-t bg-sunken px-5 py-3">
        <Primitive.Cancel asChild>
          <Button>Cancel</Button>
        </Primitive.Cancel>
        <Button
          type="submit"
          variant={tone === "danger" ? "danger" : "primary"}
          disabled={!isReady}
          loading={isPending}
        >
          {confirmLabel}
        </Button>
      </footer>
    </form>
  );
}
