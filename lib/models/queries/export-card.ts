import "server-only";
import { type Actor, assertCan } from "@/lib/access/actor";
import type { ExportedFile } from "@/lib/core/exported-file";
import { cardHtml } from "../dto/card-html";
import { huggingFaceCard } from "../dto/card-huggingface";
import type { CardDto } from "../dto/cards";
import type { CardExport, ExportCardInput } from "../schema/cards";
import { savedCard } from "./cards";

/** What a program reads: everything that was saved and nothing that was only shown. */
function cardJson({ createdAt, missing, ...card }: CardDto): string {
  const content = { ...card, savedAt: new Date(createdAt).toISOString(), missing };
  return `${JSON.stringify(content, null, 2)}\n`;
}

const FORMATS: Readonly<
  Record<
    CardExport,
    Pick<ExportedFile, "type" | "isPage"> & { ending: string; write: (card: CardDto) => string }
  >
> = {
  html: { type: "text/html", isPage: true, ending: "html", write: cardHtml },
  json: { type: "application/json", ending: "json", write: cardJson },
  huggingface: { type: "text/markdown", ending: "README.md", write: huggingFaceCard },
};

/** A saved card as a file: a page for print, JSON, or a card of the Hugging Face Hub. */
export async function exportModelCard(
  actor: Actor,
  { format, ...input }: ExportCardInput,
): Promise<ExportedFile> {
  assertCan(actor, "model:read");
  const card = await savedCard(actor, input);
  const { ending, write, ...file } = FORMATS[format];
  const name = `${card.model.replace(/[^\w.-]+/g, "-")}-${card.version}-card-${card.number}.${ending}`;
  return { ...file, name, chunks: [write(card)] };
}
