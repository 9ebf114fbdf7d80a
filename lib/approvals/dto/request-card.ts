import type { CardDto } from "@/lib/models/dto/cards";
import type { CardChange } from "@/lib/models/rules/card-changes";
import type { CardBase } from "../rules/card-base";

/** The model card of a request, with what it says otherwise than the one it is held against. */
export interface RequestCardDto {
  /** Null while nobody has written one. */
  card: CardDto | null;
  base: CardBase;
  /** In the order in which a card is read. */
  changes: CardChange[];
}
