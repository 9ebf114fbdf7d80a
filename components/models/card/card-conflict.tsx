import { useWorkspace } from "@/components/shell/workspace-context";
import { Button } from "@/components/ui/button";
import { buttonStyles } from "@/components/ui/button-styles";
import { Callout } from "@/components/ui/callout";
import { routes } from "@/lib/core/routes";
import type { CardListDto, ModelCardDto } from "@/lib/models/dto/cards";

interface CardConflictProps {
  current: ModelCardDto;
  /** The card that the form began with. */
  basedOn: number;
  history: CardListDto;
  onRebase: () => void;
}

/** Somebody else has saved a card since this form was opened. */
export function CardConflict({ current, basedOn, history, onRebase }: CardConflictProps) {
  const { slug } = useWorkspace();
  const { model, version, newest } = current;
  const author = history.items.find(({ number }) => number === newest)?.author ?? "Somebody";
  return (
    <Callout
      tone="warning"
      role="alert"
      title={`${author} has saved card ${newest} meanwhile`}
      actions={
        <>
          {basedOn > 0 ? (
            <a
              href={routes.modelCard(slug, model, version, { with: String(basedOn) })}
              target="_blank"
              rel="noreferrer"
              className={buttonStyles({ size: "sm" })}
            >
              See what changed
            </a>
          ) : (
            <a
              href={routes.modelCard(slug, model, version)}
              target="_blank"
              rel="noreferrer"
              className={buttonStyles({ size: "sm" })}
            >
              Read it
            </a>
          )}
          <Button size="sm" onClick={onRebase}>
            Save mine on top of it
          </Button>
        </>
      }
    >
      Saving yours on top replaces what they wrote by what stands in this form. Their card stays in
      the history.
    </Callout>
  );
}
