import { Badge } from "@/components/ui/badge";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { CopyButton } from "@/components/ui/copy-button";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { RelativeTime } from "@/components/ui/relative-time";
import type { CardDto } from "@/lib/models/dto/cards";
import type { CardDocument } from "@/lib/models/schema/cards";
import { RiskBadge } from "./risk-badge";

interface CardFactsProps {
  document: CardDocument;
  /** Null for what was only proposed. */
  card: CardDto | null;
}

const unsaid = <span className="text-muted">Not said</span>;

function Saved({ card }: { card: CardDto }) {
  return (
    <>
      <DescriptionItem term="Saved">
        <RelativeTime at={card.createdAt} />
        {` by ${card.author}`}
      </DescriptionItem>
      {card.note ? <DescriptionItem term="Why">{card.note}</DescriptionItem> : null}
      <DescriptionItem term="Hash">
        <span className="flex min-w-0 items-center gap-1">
          <code title={card.hash} className="min-w-0 truncate font-mono text-xs">
            {card.hash}
          </code>
          <CopyButton value={card.hash} noun="hash" className="-my-1 shrink-0" />
        </span>
      </DescriptionItem>
    </>
  );
}

/** Who answers for a version, under which licence, at which risk. */
export function CardFacts({ document, card }: CardFactsProps) {
  const { owner, contact, licence, task, libraries, tags, riskRating } = document;
  return (
    <Card>
      <CardHeader title={card ? `Card ${card.number}` : "Proposed card"} />
      <CardBody>
        <DescriptionList>
          <DescriptionItem term="Risk">
            <RiskBadge rating={riskRating} />
          </DescriptionItem>
          <DescriptionItem term="Owner">{owner || unsaid}</DescriptionItem>
          <DescriptionItem term="Contact">{contact || unsaid}</DescriptionItem>
          <DescriptionItem term="Licence">{licence || unsaid}</DescriptionItem>
          {task ? <DescriptionItem term="Task">{task}</DescriptionItem> : null}
          {libraries.length > 0 ? (
            <DescriptionItem term="Libraries">{libraries.join(", ")}</DescriptionItem>
          ) : null}
          {tags.length > 0 ? (
            <DescriptionItem term="Tags">
              <span className="flex flex-wrap gap-1">
                {[...new Set(tags)].map((tag) => (
                  <Badge key={tag}>{tag}</Badge>
                ))}
              </span>
            </DescriptionItem>
          ) : null}
          {card ? <Saved card={card} /> : null}
        </DescriptionList>
      </CardBody>
    </Card>
  );
}
