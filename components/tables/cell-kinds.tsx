import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { NO_VALUE } from "@/lib/core/format";

/** In the place of a value that is not there. */
export const missingCell = <span className="text-subtle">{NO_VALUE}</span>;

export function CellOwner({ owner }: { owner: string }) {
  if (owner === "") return missingCell;
  return (
    <span className="flex h-full items-center gap-2 leading-5">
      <Avatar name={owner} size="sm" />
      <span className="truncate">{owner}</span>
    </span>
  );
}

export function CellTags({ tags }: { tags: readonly { key: string; value: string }[] }) {
  if (tags.length === 0) return missingCell;
  return (
    <span className="flex h-full items-center gap-1">
      {tags.map(({ key, value }) => (
        <Badge key={key} className="max-w-48 shrink-0">
          {value === "" ? key : `${key}: ${value}`}
        </Badge>
      ))}
    </span>
  );
}

/** Markdown on one line. */
export function CellText({ text }: { text: string }) {
  if (text === "") return missingCell;
  return <span className="text-muted">{text.replace(/\s+/g, " ")}</span>;
}
