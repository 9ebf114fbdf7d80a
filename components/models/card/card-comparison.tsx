"use client";
import { ArrowLeft, Equal, Minus, PencilLine, Plus } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Badge, type Tone } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { CardComparisonDto, CardSummaryDto, ModelCardDto } from "@/lib/models/dto/cards";
import type { CardChange } from "@/lib/models/rules/card-changes";
import { cardFieldLabel } from "@/lib/models/rules/card-fields";
import { cardRef } from "@/lib/models/rules/card-refs";
import { CardDiff } from "./card-diff";
import { CompareSelect } from "./card-history";

interface CardComparisonProps {
  comparison: CardComparisonDto;
  current: ModelCardDto;
  others: readonly CardSummaryDto[];
}

const KINDS: Readonly<Record<CardChange["kind"], { label: string; tone: Tone; icon: ReactNode }>> =
  {
    added: { label: "Added", tone: "success", icon: <Plus aria-hidden="true" /> },
    removed: { label: "Removed", tone: "danger", icon: <Minus aria-hidden="true" /> },
    changed: { label: "Changed", tone: "info", icon: <PencilLine aria-hidden="true" /> },
  };

function Change({ change }: { change: CardChange }) {
  const { label, tone, icon } = KINDS[change.kind];
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-2 border-t px-4 py-4 first:border-t-0 lg:grid-cols-[12rem_minmax(0,1fr)] lg:gap-6">
      <h3 className="flex flex-wrap items-center gap-2 self-start font-semibold text-sm">
        {cardFieldLabel(change.field)}
        <Badge tone={tone} icon={icon}>
          {label}
        </Badge>
      </h3>
      <div className="min-w-0 max-w-[72ch] text-base leading-6">
        <CardDiff change={change} />
      </div>
    </section>
  );
}

function Side({ label, card }: { label: string; card: CardSummaryDto }) {
  return (
    <p className="min-w-0 text-sm">
      <span className="text-muted text-xs">{label}</span>
      <br />
      <span className="font-medium">{`Version ${card.version}, card ${card.number}`}</span>{" "}
      <span className="break-words text-muted">
        {`by ${card.author}, `}
        <RelativeTime at={card.createdAt} />
      </span>
    </p>
  );
}

/** What one card says otherwise than another: added text is underlined, removed text struck out. */
export function CardComparison({ comparison, current, others }: CardComparisonProps) {
  const { slug } = useWorkspace();
  const { before, after, changes } = comparison;
  const back = routes.modelCard(slug, current.model, current.version, {
    card: after.number === current.newest ? undefined : String(after.number),
  });
  return (
    <div className="grid gap-4">
      <div className="flex flex-wrap items-center gap-2">
        <LinkButton size="sm" href={back}>
          <ArrowLeft aria-hidden="true" />
          Back to the card
        </LinkButton>
        <div className="flex min-w-0 grow sm:max-w-80">
          <CompareSelect current={current} others={others} value={cardRef(before)} />
        </div>
      </div>
      <div className="grid gap-3 sm:grid-cols-2">
        <Side label="Before" card={before} />
        <Side label="After" card={after} />
      </div>
      {changes.length === 0 ? (
        <EmptyState icon={<Equal />} title="Both cards say the same">
          Word for word, in every part.
        </EmptyState>
      ) : (
        <Card>
          <CardHeader
            title={`${formatPlural(changes.length, "part")} ${changes.length === 1 ? "differs" : "differ"}`}
            description="Underlined was added, struck out was removed."
          />
          <CardBody className="p-0">
            {changes.map((change) => (
              <Change key={change.field} change={change} />
            ))}
          </CardBody>
        </Card>
      )}
    </div>
  );
}
