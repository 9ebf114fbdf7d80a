"use client";
import { NotebookPen, Sparkles } from "lucide-react";
import { useRouter } from "next/navigation";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Callout } from "@/components/ui/callout";
import { EmptyState } from "@/components/ui/empty-state";
import { LinkButton } from "@/components/ui/link-button";
import { useHotkeys } from "@/components/ui/use-hotkeys";
import { routes } from "@/lib/core/routes";
import type {
  CardListDto,
  CardProposalDto,
  CardSummaryDto,
  ModelCardDto,
} from "@/lib/models/dto/cards";
import { missingCardFields } from "@/lib/models/rules/card-fields";
import { CardCompleteness } from "./card-completeness";
import { CardExports } from "./card-exports";
import { CardFacts } from "./card-facts";
import { CardHistory } from "./card-history";
import { CardText } from "./card-text";

export interface CardScreenProps {
  current: ModelCardDto;
  proposal: CardProposalDto;
  history: CardListDto;
  others: readonly CardSummaryDto[];
}

function Notice({ current, proposal }: CardScreenProps) {
  const { slug } = useWorkspace();
  const { model, version, card, newest } = current;
  if (!card)
    return (
      <Callout tone="neutral" title="Proposed from what is known">
        {`Nobody has saved a card for this version yet. What is below was read from its run, its files and ${
          Object.values(proposal.sources).some((source) => source.startsWith("Card "))
            ? "an earlier card"
            : "the registry"
        }; each part says from where. It counts once somebody has saved it.`}
      </Callout>
    );
  if (card.number < newest)
    return (
      <Callout
        tone="warning"
        title={`This is card ${card.number} of ${newest}`}
        actions={
          <>
            <LinkButton size="sm" href={routes.modelCard(slug, model, version)}>
              Read the newest
            </LinkButton>
            <LinkButton
              size="sm"
              href={routes.modelCard(slug, model, version, { with: String(card.number) })}
            >
              What has changed since
            </LinkButton>
          </>
        }
      >
        Cards are never changed: this one says what it said when it was saved.
      </Callout>
    );
  return null;
}

function EditButton({ current: { model, version, card } }: Pick<CardScreenProps, "current">) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const href = routes.modelCard(slug, model, version, { edit: "summary" });
  useHotkeys("Model card", [{ keys: "e", label: "Edit the card", run: () => router.push(href) }]);
  return (
    <LinkButton variant="primary" size="sm" href={href}>
      <NotebookPen aria-hidden="true" />
      {card ? "Edit" : "Review and save"}
    </LinkButton>
  );
}

/** Where nothing is known and nothing was said. */
function NoCard({ current: { model, version } }: Pick<CardScreenProps, "current">) {
  const { slug } = useWorkspace();
  const mayWrite = useCan("model:write");
  return (
    <EmptyState
      icon={<NotebookPen />}
      title="Nothing is said of this version yet"
      action={
        mayWrite ? (
          <LinkButton
            variant="primary"
            href={routes.modelCard(slug, model, version, { edit: "summary" })}
          >
            Write the card
          </LinkButton>
        ) : undefined
      }
    >
      A model card says what a version is for, what it must not be used for, what it was trained and
      evaluated on, and who answers for it. Neither its run nor its files tell any of that.
    </EmptyState>
  );
}

/** A card as it is read: the text, and beside it who answers for it and what is still missing. */
export function CardScreen(props: CardScreenProps) {
  const { current, proposal } = props;
  const mayWrite = useCan("model:write");
  const { card } = current;
  const document = card?.document ?? proposal.document;
  const isKnown = Object.keys(proposal.sources).some((field) => field !== "owner");
  if (!card && !isKnown) return <NoCard current={current} />;
  const sources = card ? {} : proposal.sources;
  return (
    <div className="grid min-w-0 grid-cols-[minmax(0,1fr)] items-start gap-x-10 gap-y-6 lg:grid-cols-[minmax(0,1fr)_minmax(17rem,21rem)]">
      <div className="grid min-w-0 gap-6">
        <Notice {...props} />
        <CardText
          document={document}
          sources={sources}
          recorded={proposal.document.results}
          editable={mayWrite ? current : null}
        />
      </div>
      <aside aria-label="About this card" className="grid min-w-0 gap-4 lg:sticky lg:top-28">
        <div className="flex flex-wrap items-center gap-2">
          {mayWrite ? <EditButton current={current} /> : null}
          {card ? <CardExports card={card} /> : <ProposedMark />}
        </div>
        <CardCompleteness
          current={current}
          missing={card ? card.missing : missingCardFields(document)}
          mayWrite={mayWrite}
        />
        <CardFacts document={document} card={card} />
        <CardHistory {...props} />
      </aside>
    </div>
  );
}

function ProposedMark() {
  return (
    <span className="flex items-center gap-1 text-muted text-xs">
      <Sparkles aria-hidden="true" className="size-3.5" />
      Not saved
    </span>
  );
}
