"use client";
import { type ReactNode, type SyntheticEvent, useId } from "react";
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

/** Inside a dialog: a form, the button that sends it and the one that leaves it. */
export function FormDialog(props: FormDialogProps) {
  const formId = useId();
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
        id={formId}
        noValidate
        className="grid gap-4"
        onSubmit={(event) => {
          event.preventDefault();
          void props.onSubmit(event);
        }}
      >
        {props.children}
        <FormProblem message={props.problem} />
      </form>
    </DialogContent>
  );
}
