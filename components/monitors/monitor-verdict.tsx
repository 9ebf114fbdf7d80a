import { Activity, CircleCheck, CircleDashed } from "lucide-react";
import { cn } from "@/components/ui/class-names";
import { RelativeTime } from "@/components/ui/relative-time";
import { formatPlural } from "@/lib/core/format";
import type { SubjectDto } from "@/lib/monitors/dto/monitors";
import type { MonitorPageDto } from "@/lib/monitors/dto/screens";
import { isMoment } from "@/lib/monitors/rules/windows";
import {
  momentInWords,
  shareSentence,
  verdictSentence,
  windowInWords,
} from "@/lib/monitors/rules/words";
import type { MonitorDefinition, WindowVerdict } from "@/lib/monitors/schema/monitors";
import { WindowLink } from "./window-link";

export const VERDICT_LOOKS: Readonly<
  Record<WindowVerdict, { Icon: typeof Activity; look: string }>
> = {
  drifted: { Icon: Activity, look: "border-warning-line bg-warning-bg [&_svg]:text-warning-fg" },
  stable: { Icon: CircleCheck, look: "bg-surface [&_svg]:text-muted" },
  too_few: { Icon: CircleDashed, look: "bg-surface [&_svg]:text-muted" },
};

interface MonitorVerdictProps {
  last: NonNullable<MonitorPageDto["last"]>;
  definition: MonitorDefinition;
  dataset: SubjectDto["dataset"];
  now: number;
}

/** What the newest window says, in one sentence, and since when. */
export function MonitorVerdict({ last, definition, dataset, now }: MonitorVerdictProps) {
  const { Icon, look } = VERDICT_LOOKS[last.verdict];
  const { opensAt, closesAt, rows, share, since, sinceVersion } = last;
  const length = closesAt - opensAt;
  return (
    <section
      aria-label="Verdict"
      className={cn("flex items-start gap-3 rounded-lg border px-4 py-3", look)}
    >
      <Icon aria-hidden="true" className="mt-0.5 size-5 shrink-0" />
      <div className="grid min-w-0 gap-0.5">
        <h2 className="text-balance break-words font-semibold text-base">
          {verdictSentence(last, definition.minRows)}
        </h2>
        <p className="text-muted text-sm tabular-nums">
          {since === opensAt ? null : (
            <>
              {"So since "}
              {isMoment(last) && sinceVersion === null
                ? momentInWords(since)
                : windowInWords({
                    ...{ opensAt: since, closesAt: since + length },
                    datasetVersion: sinceVersion,
                  })}
              {" ("}
              <RelativeTime at={since} />
              {"). Newest window: "}
            </>
          )}
          <WindowLink window={last} dataset={dataset} />, {formatPlural(rows, "row")}
          {now < closesAt ? " so far. " : ". "}
          {now >= closesAt + length && !isMoment(last) ? "Nothing has come since. " : ""}
          {shareSentence(share, definition.share)}
        </p>
      </div>
    </section>
  );
}
