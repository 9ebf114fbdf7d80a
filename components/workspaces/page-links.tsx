"use client";
import { useQueryState } from "nuqs";
import { Button } from "@/components/ui/button";
import { pageParams } from "@/lib/workspaces/search-params";

/** First and next page of a list whose place is in the address. Nothing when everything is shown. */
export function PageLinks({ next }: { next: string | undefined }) {
  const [after, setAfter] = useQueryState(
    "after",
    pageParams.after.withOptions({ shallow: false, history: "push", scroll: true }),
  );
  if (after === null && next === undefined) return null;
  return (
    <nav aria-label="Pages" className="flex justify-end gap-2">
      {after === null ? null : (
        <Button size="sm" onClick={() => void setAfter(null)}>
          First page
        </Button>
      )}
      {next === undefined ? null : (
        <Button size="sm" onClick={() => void setAfter(next)}>
          Next page
        </Button>
      )}
    </nav>
  );
}
