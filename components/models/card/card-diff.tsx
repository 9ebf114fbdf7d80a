import type { DiffPart } from "@/components/runs/compare/prepare-text-diff";
import { TextDiff } from "@/components/runs/compare/text-diff";
import type { CardChange } from "@/lib/models/rules/card-changes";
import { keyed } from "./keyed";
import { prepareCardDiff } from "./prepare-card-diff";

const SIGNS: Readonly<Record<DiffPart["kind"], string>> = { added: "+", removed: "−", same: " " };

function Lines({ lines }: { lines: readonly DiffPart[] }) {
  return (
    <ul className="grid gap-0.5 text-sm">
      {keyed(lines, ({ kind, text }) => `${kind} ${text}`).map(({ key, item: line }) => (
        <li key={key} className="flex min-w-0 gap-2">
          <span aria-hidden="true" className="w-3 shrink-0 text-center font-mono text-muted">
            {SIGNS[line.kind]}
          </span>
          <span className="min-w-0">
            <TextDiff parts={[line]} />
          </span>
        </li>
      ))}
    </ul>
  );
}

/** What one part of a card says otherwise: added text is underlined, removed text struck out. */
export function CardDiff({ change }: { change: CardChange }) {
  const diff = prepareCardDiff(change);
  return diff.kind === "text" ? <TextDiff parts={diff.parts} /> : <Lines lines={diff.lines} />;
}
