"use client";
import { Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import { Controller } from "react-hook-form";
import { Field } from "@/components/ui/field";
import { Input } from "@/components/ui/input";
import { Select } from "@/components/ui/select";
import { Textarea } from "@/components/ui/textarea";
import type { CardProposalDto } from "@/lib/models/dto/cards";
import { cardFieldLabel } from "@/lib/models/rules/card-fields";
import { CARD_RATINGS, type CardField } from "@/lib/models/schema/cards";
import { DatasetRows, ResultRows, SectionRows, WordsInput } from "./card-form-lists";
import type { CardFormApi } from "./card-form-values";
import { ratingLabel } from "./risk-badge";

export interface FormPartProps {
  form: CardFormApi;
  /** Where what stands in a field comes from, as long as it was only proposed. */
  sources: CardProposalDto["sources"];
}

type ProseField =
  | "summary"
  | "intendedUse"
  | "outOfScope"
  | "limitations"
  | "trainingData"
  | "evaluation"
  | "ethics"
  | "riskReason"
  | "interface";
type LineField = "owner" | "contact" | "licence" | "task";

const HINTS: Readonly<Record<ProseField | LineField, string>> = {
  summary: "What the model does, in two or three sentences.",
  intendedUse: "Who uses it, for which decisions, in which setting.",
  outOfScope: "What it must not be used for, even if it would work.",
  limitations: "Where it is known to be wrong or weak, and what it depends on.",
  trainingData: "Where the data comes from, how it was chosen and cleaned, what it leaves out.",
  evaluation: "How it was evaluated, on what, and what the results mean.",
  ethics: "Who could be harmed, which groups it treats differently, what was done about it.",
  riskReason: "Why this rating: what depends on the model, and what happens when it is wrong.",
  interface: "What it takes and what it gives back.",
  owner: "Who answers for it.",
  contact: "Where to ask: an address, a channel.",
  licence: "As an SPDX identifier where there is one: Apache-2.0.",
  task: "Such as tabular-classification.",
};

/** Where the form brings the reader for a field. */
export const fieldAnchor = (field: string) => `card-${field}`;

function Proposed({ source }: { source: string | undefined }) {
  if (!source) return null;
  return (
    <span className="mt-0.5 flex gap-1">
      <Sparkles aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
      {`Proposed. ${source}.`}
    </span>
  );
}

function described(hint: string, source: string | undefined) {
  return (
    <>
      {hint}
      <Proposed source={source} />
    </>
  );
}

export function ProseInput({ form, sources, field }: FormPartProps & { field: ProseField }) {
  return (
    <div id={fieldAnchor(field)}>
      <Field
        label={cardFieldLabel(field)}
        description={described(HINTS[field], sources[field])}
        error={form.formState.errors.document?.[field]?.message}
      >
        <Textarea rows={4} {...form.register(`document.${field}`)} />
      </Field>
    </div>
  );
}

export function LineInput({ form, sources, field }: FormPartProps & { field: LineField }) {
  return (
    <div id={fieldAnchor(field)}>
      <Field
        label={cardFieldLabel(field)}
        description={described(HINTS[field], sources[field])}
        error={form.formState.errors.document?.[field]?.message}
      >
        <Input {...form.register(`document.${field}`)} />
      </Field>
    </div>
  );
}

function RatingInput({ form, sources }: FormPartProps) {
  return (
    <div id={fieldAnchor("riskRating")}>
      <Field
        label={cardFieldLabel("riskRating")}
        description={<Proposed source={sources.riskRating} />}
      >
        <Controller
          control={form.control}
          name="document.riskRating"
          render={({ field }) => (
            <Select
              value={field.value ?? "unknown"}
              onChange={field.onChange}
              options={CARD_RATINGS.map((value) => ({ value, label: ratingLabel(value) }))}
              className="sm:max-w-60"
            />
          )}
        />
      </Field>
    </div>
  );
}

function Words({ form, sources, field }: FormPartProps & { field: "libraries" | "tags" }) {
  const problem = form.formState.errors.document?.[field];
  return (
    <div id={fieldAnchor(field)}>
      <Field
        label={cardFieldLabel(field)}
        description={described("Parted by commas.", sources[field])}
        error={problem?.message ?? problem?.find?.((one) => one)?.message}
      >
        <Controller
          control={form.control}
          name={`document.${field}`}
          render={({ field: { value, onChange } }) => (
            <WordsInput value={value ?? []} onChange={onChange} />
          )}
        />
      </Field>
    </div>
  );
}

function Part({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="grid gap-4 border-t pt-5 first:border-t-0 first:pt-0">
      <h2 className="font-semibold text-base">{title}</h2>
      {children}
    </section>
  );
}

function Listed({ field, children }: { field: CardField; children: ReactNode }) {
  return <div id={fieldAnchor(field)}>{children}</div>;
}

/** Every field of a card, in the order in which it is read. */
export function CardFormParts(props: FormPartProps) {
  const { form } = props;
  return (
    <>
      <Part title="What it is for">
        <ProseInput {...props} field="summary" />
        <ProseInput {...props} field="intendedUse" />
        <ProseInput {...props} field="outOfScope" />
        <ProseInput {...props} field="limitations" />
      </Part>
      <Part title="Training data">
        <ProseInput {...props} field="trainingData" />
        <Listed field="trainingDatasets">
          <DatasetRows form={form} name="trainingDatasets" title="Datasets it was trained on" />
        </Listed>
      </Part>
      <Part title="Evaluation">
        <ProseInput {...props} field="evaluation" />
        <Listed field="evaluationDatasets">
          <DatasetRows form={form} name="evaluationDatasets" title="Datasets it was evaluated on" />
        </Listed>
        <Listed field="results">
          <ResultRows form={form} />
        </Listed>
      </Part>
      <Part title="Ethics and risk">
        <ProseInput {...props} field="ethics" />
        <RatingInput {...props} />
        <ProseInput {...props} field="riskReason" />
      </Part>
      <Part title="Who answers for it">
        <div className="grid gap-4 sm:grid-cols-2">
          <LineInput {...props} field="owner" />
          <LineInput {...props} field="contact" />
          <LineInput {...props} field="licence" />
          <LineInput {...props} field="task" />
          <Words {...props} field="libraries" />
          <Words {...props} field="tags" />
        </div>
      </Part>
      <Part title="Everything else">
        <ProseInput {...props} field="interface" />
        <Listed field="sections">
          <SectionRows form={form} />
        </Listed>
      </Part>
    </>
  );
}
