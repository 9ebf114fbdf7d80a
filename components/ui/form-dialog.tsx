"use client";
import { type ReactNode, type SyntheticEvent, useEffect, useId, useRef, useState } from "react";
import { Button } from "./button";
import { DialogClose, DialogContent } from "./dialog";
import { FormProblem } from "./form-problem";

interface FormDialogProps {
  title: ReactNode;
  description?: ReactNode | undefined;
  size?: "sm" | "md" | "lg" | "xl" | undefined;
  submitLabel: string;
  isSubmitting: boolean;
  isDisabled?: boolean | undefined;
  /** What is wrong with the form as a whole. */
  problem?: string | undefined;
  onSubmit: (event: SyntheticEvent) => Promise<unknown>;
  children: ReactNode;
}

const PROBLEM = "[aria-invalid=true], [role=alert]";
const FOCUSABLE = "input, textarea, button, [contenteditable=true]";

/** Once a form was sent in vain, brings the first thing that is wrong with it into view, and the focus there. */
function useRevealedProblem() {
  const form = useRef<HTMLFormElement>(null);
  const [sent, setSent] = useState(0);
  useEffect(() => {
    const problem = sent > 0 ? form.current?.querySelector<HTMLElement>(PROBLEM) : null;
    problem?.scrollIntoView({ block: "center" });
    const isControl = problem?.matches(FOCUSABLE);
    (isControl ? problem : problem?.querySelector<HTMLElement>(FOCUSABLE))?.focus();
  }, [sent]);
  return { form, onSent: () => setSent((before) => before + 1) };
}

/** Inside a dialog: a form, the button that sends it and the one that leaves it. */
export function FormDialog(props: FormDialogProps) {
  const formId = useId();
  const { form, onSent } = useRevealedProblem();
  return (
    <DialogContent
      size={props.size}
      title={props.title}
      description={props.description}
      footer={
        <>
          <DialogClose asChild>
            <Button>Cancel</Button>
          </DialogClose>
          <Button
            type="submit"
            form={formId}
            variant="primary"
            disabled={props.isDisabled}
            loading={props.isSubmitting}
          >
            {props.submitLabel}
          </Button>
        </>
      }
    >
      <form
        ref={form}
        id={formId}
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void props.onSubmit(event).then(onSent);
        }}
      >
        {props.children}
        <FormProblem message={props.problem} />
      </form>
    </DialogContent>
  );
}
