import { FileText, Pencil } from "lucide-react";
import { Badge } from "@/components/ui/badge";
import { Callout } from "@/components/ui/callout";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { EmptyState } from "@/components/ui/empty-state";
import { Markdown } from "@/components/ui/markdown";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatPlural } from "@/lib/core/format";
import type { CardComparisonDto, CardDto } from "@/lib/models/dto/cards";
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

function Before({ field, change }: { field: CardField; change: CardChange }) {
  if (change.kind === "added") return null;
  return (
    <details className="rounded-md border bg-sunken px-3 py-2">
      <summary className="text-muted text-xs">What it said before</summary>
      <div className="mt-1 text-muted">
        <Value field={field} value={change.before} />
      </div>
    </details>
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
      className={cn("grid gap-1.5 px-4 py-3", change && "border-l-2 border-l-accent-line")}
    >
      <h3 className="flex flex-wrap items-center gap-2 text-muted text-xs">
        {cardFieldLabel(field)}
        {change ? (
          <Badge tone="accent" icon={<Pencil aria-hidden="true" />}>
            {KINDS[change.kind]}
          </Badge>
        ) : null}
      </h3>
      {isFilled(document, field) ? (
        <Value field={field} value={document[field]} />
      ) : (
        <p className="text-muted text-sm">Nothing is said.</p>
      )}
      {change ? <Before field={field} change={change} /> : null}
    </section>
  );
}

function describeChanges(comparison: CardComparisonDto | null): string {
  if (!comparison) return "What is at the target has no card to compare with";
  const { before, changes } = comparison;
  const other = `the card of version ${before.version}, which is at the target`;
  return changes.length === 0
    ? `Says the same as ${other}`
    : `Other in ${formatPlural(changes.length, "field")} than ${other}`;
}

interface RequestCardProps {
  card: CardDto | null;
  /** Against the card of what is at the target; null when there is none to compare with. */
  comparison: CardComparisonDto | null;
}

/** What people say of the version, with what they say otherwise than of the one that is at the target. */
export function RequestCard({ card, comparison }: RequestCardProps) {
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
  const changes = comparison?.changes ?? [];
  const fields = CARD_FIELDS.filter(
    ({ field }) => isFilled(document, field) || changes.some((change) => change.field === field),
  );
  return (
    <Card>
      <CardHeader title={`Model card ${number}`} description={describeChanges(comparison)} />
      <CardBody className="grid gap-2 border-b text-sm">
        <p className="text-muted">
          Written by {author} <RelativeTime at={createdAt} />
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
            change={changes.find((change) => change.field === field)}
          />
        ))}
      </div>
    </Card>
  );
}
