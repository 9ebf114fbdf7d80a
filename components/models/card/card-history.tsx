"use client";
import { GitCompareArrows } from "lucide-react";
import { useRouter } from "next/navigation";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { cn } from "@/components/ui/class-names";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { Select } from "@/components/ui/select";
import { PageLinks } from "@/components/workspaces/page-links";
import { formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { CardListDto, CardSummaryDto, ModelCardDto } from "@/lib/models/dto/cards";
import { cardFieldLabel } from "@/lib/models/rules/card-fields";
import { cardRef } from "@/lib/models/rules/card-refs";

interface CardHistoryProps {
  current: ModelCardDto;
  history: CardListDto;
  others: readonly CardSummaryDto[];
}

const NAMED = 3;

/** "Limits, Ethics and 2 more". */
function changesText(changes: readonly string[]): string {
  const named = changes.slice(0, NAMED).map(cardFieldLabel).join(", ");
  const more = changes.length - NAMED;
  return more > 0 ? `${named} and ${formatPlural(more, "other part")}` : named;
}

function HistoryItem({ item, current }: { item: CardSummaryDto; current: ModelCardDto }) {
  const { slug } = useWorkspace();
  const isShown = item.number === current.card?.number;
  return (
    <li className={cn("grid gap-0.5 px-4 py-2.5", isShown && "bg-selected")}>
      <p className="flex flex-wrap items-baseline gap-x-2 text-sm">
        <Link
          href={routes.modelCard(slug, current.model, current.version, {
            card: item.number === current.newest ? undefined : String(item.number),
          })}
          aria-current={isShown ? "true" : undefined}
          className="rounded-xs font-medium text-accent-fg hover:underline"
        >
          {`Card ${item.number}`}
        </Link>
        <span className="text-muted text-xs">
          <RelativeTime at={item.createdAt} />
        </span>
      </p>
      <p className="break-words text-muted text-xs">{item.author}</p>
      {item.note ? <p className="break-words text-sm">{item.note}</p> : null}
      <p className="break-words text-muted text-xs">{changesText(item.changes)}</p>
    </li>
  );
}

/** Which card to hold the shown one against: any of the model. */
export function CompareSelect({
  current,
  others,
  value,
}: Pick<CardHistoryProps, "current" | "others"> & { value?: string | undefined }) {
  const { slug } = useWorkspace();
  const router = useRouter();
  const { model, version, card, newest } = current;
  if (!card) return null;
  const choices = others.filter(
    (other) => other.version !== version || other.number !== card.number,
  );
  if (choices.length === 0) return null;
  return (
    <Select
      label="Compare with"
      size="sm"
      placeholder="Compare with…"
      value={value}
      options={choices.map((other) => ({
        value: cardRef(other),
        label:
          other.version === version
            ? `Card ${other.number} of this version`
            : `Version ${other.version}, card ${other.number}`,
      }))}
      onChange={(other) =>
        router.push(
          routes.modelCard(slug, model, version, {
            card: card.number === newest ? undefined : String(card.number),
            with: other,
          }),
        )
      }
      className="min-w-0 grow"
    />
  );
}

/** Every card of the version, and the way to what differs between any two. */
export function CardHistory({ current, history, others }: CardHistoryProps) {
  const { slug } = useWorkspace();
  const { model, version, card } = current;
  if (!card) return null;
  return (
    <Card>
      <CardHeader title="History" />
      <CardBody className="flex flex-wrap items-center gap-2 border-b py-2.5">
        <CompareSelect current={current} others={others} />
        {card.number > 1 ? (
          <LinkButton
            size="sm"
            href={routes.modelCard(slug, model, version, {
              card: String(card.number),
              with: String(card.number - 1),
            })}
          >
            <GitCompareArrows aria-hidden="true" />
            {`What card ${card.number} changed`}
          </LinkButton>
        ) : null}
      </CardBody>
      <ol className="divide-y">
        {history.items.map((item) => (
          <HistoryItem key={item.number} item={item} current={current} />
        ))}
      </ol>
      <div className="px-4 py-2 empty:hidden">
        <PageLinks next={history.nextPageToken} />
      </div>
    </Card>
  );
}
