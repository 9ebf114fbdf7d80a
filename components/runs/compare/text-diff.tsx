import { type DiffPart, shortenDiff } from "./prepare-text-diff";

interface TextDiffProps {
  parts: readonly DiffPart[];
  /** On one line, with only a little around each difference. */
  isShort?: boolean | undefined;
}

/** A text against the baseline's: what was added is underlined, what was removed struck out. */
export function TextDiff({ parts, isShort = false }: TextDiffProps) {
  const shown = isShort ? shortenDiff(parts) : parts;
  let position = 0;
  return (
    <span className={isShort ? undefined : "whitespace-pre-wrap break-words"}>
      {shown.map(({ kind, text }) => {
        position += text.length + 1;
        if (kind === "same") return <span key={position}>{text}</span>;
        return kind === "added" ? (
          <ins
            key={position}
            className="rounded-xs bg-success-bg text-success-fg underline underline-offset-2"
          >
            {text}
          </ins>
        ) : (
          <del key={position} className="rounded-xs bg-danger-bg text-danger-fg line-through">
            {text}
          </del>
        );
      })}
    </span>
  );
}
