import { Callout } from "@/components/ui/callout";

/** Before a run is run again that no job made: what a person has to look through. */
export function DraftNotice({ unpinned }: { unpinned: readonly string[] }) {
  return (
    <Callout tone="warning" title="No job made this run, so look through what is filled in">
      <p>What its client logged is all that is known. Could not be pinned:</p>
      <ul className="mt-1 grid list-disc gap-0.5 pl-5">
        {unpinned.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
      </ul>
    </Callout>
  );
}
