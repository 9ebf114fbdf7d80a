import { FileText, Pencil } from "lucide-react";
import { CardDiff } from "@/components/models/card/card-diff";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { Markdown } from "@/components/ui/markdown";
import { RelativeTime } from "@/components/ui/relative-time";
import type { RequestCardDto } from "@/lib/approvals/dto/request-card";
import { describeCardBase } from "@/lib/approvals/rules/card-base";
import type { CardChange } from "@/lib/models/rules/card-changes";
import { CARD_FIELDS, cardFieldLabel, isFilled } from "@/lib/models/rules/card-fields";
import type { CardDocument, CardField } from "@/lib/models/schema/cards";
import { cardLines } from "./prepare-card";

/** Fields that are written in Markdown. */
const PROSE: ReadonlySet<CardField> = new Set<CardField>([
  "summary",
  "intendedUse",
  "outOfScope",
  "limitations",
  "interface",
  "trainingData",
  "evaluation",
  "ethics",
  "riskReason",
]);

function Value({ field, value }: { field: CardField; value: CardDocument[CardField] }) {
  if (typeof value === "string" && PROSE.has(field)) return <Markdown text={value} />;
  const lines = cardLines(value);
  return lines.length === 1 ? (
    <p className="break-words text-sm">{lines[0]}</p>
  ) : (
    <ul className="list-disc pl-5 text-sm">
      {lines.map((line) => (
        <li key={line} className="break-words">
          {line}
        </li>
      ))}
    </ul>
  );
}

const KINDS = { added: "New", removed: "Taken out", changed: "Changed" } as const;

function Field({
  field,
  document,
  change,
}: {
  field: CardField;
  document: CardDocument;
  change: CardChange | undefined;
}) {
  return (
    <section
      aria-label={cardFieldLabel(field)}
      className={cn(
        "grid grid-cols-[minmax(0,1fr)] gap-1.5 px-4 py-3",
        change && "border-l-2 border-l-accent-line",
      )}
    >
      <h3 className="flex flex-wrap items-center gap-2 text-muted text-xs">
        {cardFieldLabel(field)}
        {change ? (
          <Badge tone="accent" icon={<Pencil aria-hidden="true" />}>
            {KINDS[change.kind]}
          </Badge>
        ) : null}
      </h3>
      {change && change.kind !== "added" ? (
        <div className="text-sm leading-6">
          <CardDiff change={change} />
        </div>
      ) : (
        <Value field={field} value={document[field]} />
      )}
    </section>
  );
}

/** What people say of the version, with what they say otherwise than was approved last for the place. */
export function RequestCard({ card, base, changes }: RequestCardDto) {
  if (!card)
    return (
      <Card>
        <EmptyState icon={<FileText />} title="No model card">
          Nobody has written what this version is for, what it is not for and what it was measured
          on. It can be written on the version's page.
        </EmptyState>
      </Card>
    );
  const { document, missing, number, author, createdAt } = card;
  const hasBase = base.kind !== "none" && base.card !== null;
  const fields = CARD_FIELDS.filter(
    ({ field }) => isFilled(document, field) || changes.some((change) => change.field === field),
  );
  return (
    <Card>
      <CardHeader
        title={`Model card ${number}`}
        description={describeCardBase(base, changes.length)}
      />
      <CardBody className="grid gap-2 border-b text-sm">
        <p className="text-muted">
          Written by {author} <RelativeTime at={createdAt} />
          {hasBase && changes.length > 0 ? ". Underlined was added, struck out was removed." : null}
        </p>
        {missing.length > 0 ? (
          <Callout tone="warning" title="Not complete">
            It says nothing of{" "}
            {missing.map((field) => cardFieldLabel(field).toLowerCase()).join(", ")}.
          </Callout>
        ) : null}
      </CardBody>
      <div className="divide-y divide-line">
        {fields.map(({ field }) => (
          <Field
            key={field}
            field={field}
            document={document}
            change={hasBase ? changes.find((change) => change.field === field) : undefined}
          />
        ))}
      </div>
    </Card>
  );
}
