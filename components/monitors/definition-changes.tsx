import type { DefinitionPreviewDto } from "@/lib/monitors/dto/definitions";

/** What differs between two definitions, one below the other. */
export function DefinitionChanges({ changes }: Pick<DefinitionPreviewDto, "changes">) {
  return (
    <ul className="grid gap-0.5 text-sm">
      {changes.map(({ of, what, before, after }) => (
        <li key={`${of} ${what}`} className="break-words [overflow-wrap:anywhere]">
          <span className="font-medium">{of}</span>
          {`, ${what}: `}
          <span className="text-muted">{before ?? "none"}</span>
          {" → "}
          {after ?? "none"}
        </li>
      ))}
    </ul>
  );
}
