"use client";
import { zodResolver } from "@hookform/resolvers/zod";
import { Sparkles } from "lucide-react";
import { useRouter } from "next/navigation";
import { useEffect, useEffectEvent, useState } from "react";
import { useForm } from "react-hook-form";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { Callout } from "@/components/ui/callout";
import { ConfirmDialog } from "@/components/ui/confirm-dialog";
import { Field } from "@/components/ui/field";
import { FormProblem } from "@/components/ui/form-problem";
import { Input } from "@/components/ui/input";
import { toast } from "@/components/ui/toast";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import { routes } from "@/lib/core/routes";
import { saveModelCardAction } from "@/lib/models/actions";
import type { CardListDto, CardProposalDto, ModelCardDto } from "@/lib/models/dto/cards";
import { fillCard } from "@/lib/models/rules/card-proposal";
import { cardForm } from "@/lib/models/schema/cards";
import { CardConflict } from "./card-conflict";
import { CardFormParts, fieldAnchor } from "./card-form-parts";
import type { CardFormInput, CardFormValues } from "./card-form-values";
import { useCardDraft } from "./use-card-draft";
import { useLeaveGuard } from "./use-leave-guard";

interface CardFormProps {
  current: ModelCardDto;
  proposal: CardProposalDto;
  history: CardListDto;
  /** The field to begin with. */
  focus: string;
}

/** Brings the field that was asked for into sight, ready to be typed into. */
function useFirstField(field: string) {
  const start = useEffectEvent(() => {
    const part = document.getElementById(fieldAnchor(field));
    part?.scrollIntoView({ block: "center" });
    part?.querySelector<HTMLElement>("textarea, input, button")?.focus({ preventScroll: true });
  });
  useEffect(() => start(), []);
}

/** Saves what is written on top of the card that was read, or of a newer one when told to. */
function useSave(current: ModelCardDto, onSaved: () => void) {
  const { slug } = useWorkspace();
  const [basedOn, setBasedOn] = useState(current.newest);
  const [hasConflict, setHasConflict] = useState(false);
  const save = async (values: CardFormValues, base = basedOn): Promise<string | null> => {
    const { model: name, version } = current;
    const result = await saveModelCardAction({
      workspace: slug,
      name,
      version,
      basedOn: base,
      ...values,
    });
    setHasConflict(!result.ok && result.error.code === "CONFLICT");
    if (!result.ok) return result.error.message;
    toast(result.data.isNew ? `Card ${result.data.number} saved` : "Nothing had changed", {
      tone: "success",
    });
    onSaved();
    return null;
  };
  return {
    basedOn,
    hasConflict,
    save,
    /** Keeps what is written and takes the newest card as what it changes. */
    rebase: () => setBasedOn(current.newest),
  };
}

/** The form of a card: what is proposed stands in it until somebody changes it, and nothing is kept before it is saved. */
export function CardForm({ current, proposal, history, focus }: CardFormProps) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const { model, version, card } = current;
  const [sources, setSources] = useState(card ? {} : proposal.sources);
  const form = useForm<CardFormInput, unknown, CardFormValues>({
    resolver: zodResolver(cardForm),
    defaultValues: { document: card?.document ?? proposal.document, note: "" },
  });
  const { errors, isDirty, isSubmitting } = form.formState;
  const draft = useCardDraft(form, `slipway.card.${slug}.${model}.${version}`);
  const back = routes.modelCard(slug, model, version);
  const { basedOn, save, hasConflict, rebase } = useSave(current, () => {
    draft.forget();
    form.reset(form.getValues());
    router.push(back);
  });
  const guard = useLeaveGuard(isDirty && !isSubmitting);
  useFirstField(focus);
  const submit = form.handleSubmit(async (values) => {
    const problem = await save(values);
    if (problem) form.setError("root", { message: problem });
  });
  useHotkeys("Model card", [
    { keys: "mod+s", label: "Save the card", run: () => void submit(), everywhere: true },
    { keys: "mod+enter", label: "Save the card", run: () => void submit(), everywhere: true },
  ]);
  const fill = () => {
    const written = cardForm.shape.document.safeParse(form.getValues("document"));
    if (!written.success) return void form.trigger("document");
    const { document, filled } = fillCard(written.data, proposal);
    form.setValue("document", document, { shouldDirty: true });
    setSources({ ...sources, ...filled });
    toast(Object.keys(filled).length === 0 ? "Nothing more is known" : "Filled what was empty");
  };
  const discard = () => {
    draft.forget();
    form.reset();
  };
  return (
    <form
      noValidate
      aria-label="Model card"
      className="grid gap-6 pb-16"
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      {draft.isRestored && isDirty ? (
        <Callout
          title="What you had written is back"
          actions={
            <Button size="sm" onClick={discard}>
              Discard it
            </Button>
          }
        >
          It was never saved; this tab has kept it.
        </Callout>
      ) : null}
      {basedOn < current.newest ? (
        <CardConflict current={current} basedOn={basedOn} history={history} onRebase={rebase} />
      ) : null}
      <div className="flex flex-wrap items-center gap-x-4 gap-y-2">
        <p className="min-w-60 grow text-muted text-sm">
          Texts are Markdown. Every save is a card of its own; earlier ones stay as they are.
        </p>
        <Button size="sm" onClick={fill}>
          <Sparkles aria-hidden="true" />
          Fill what is empty from what is known
        </Button>
      </div>
      <CardFormParts form={form} sources={sources} />
      <div className="sticky bottom-0 z-10 -mx-4 grid gap-3 border-t bg-surface px-4 py-3 sm:-mx-6 sm:px-6">
        <FormProblem message={hasConflict ? undefined : errors.root?.message} />
        {hasErrors(errors.document) ? (
          <FormProblem message="Some fields need another look: they are marked above." />
        ) : null}
        <div className="flex flex-wrap items-end gap-2">
          <Field
            label="What changed, and why"
            className="min-w-60 grow"
            error={errors.note?.message}
          >
            <Input {...form.register("note")} />
          </Field>
          <Button onClick={() => (isDirty ? guard.leave(back) : router.push(back))}>Cancel</Button>
          <Button type="submit" variant="primary" loading={isSubmitting}>
            Save card
          </Button>
        </div>
      </div>
      <ConfirmDialog
        open={guard.leavingTo !== null}
        onOpenChange={(isOpen) => (isOpen ? undefined : guard.stay())}
        title="Leave without saving?"
        description="What you have written is not part of the card before you save it."
        confirmLabel="Leave"
        tone="danger"
        onConfirm={async () => {
          const to = guard.leavingTo;
          discard();
          if (to) router.push(to);
        }}
      />
    </form>
  );
}

const hasErrors = (errors: object | undefined) =>
  errors !== undefined && Object.keys(errors).length > 0;
