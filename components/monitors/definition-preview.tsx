import { Callout } from "@/components/ui/callout";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatCount, formatPercent, NO_VALUE } from "@/lib/core/format";
import type { DefinitionPreviewDto } from "@/lib/monitors/dto/definitions";
import { windowInWords } from "@/lib/monitors/rules/words";
import { DefinitionChanges } from "./definition-changes";
import { VerdictBadge } from "./verdict-badge";

type Told = DefinitionPreviewDto["windows"][number]["before"];

function Verdict({ told }: { told: Told }) {
  if (!told) return <span className="text-muted">{NO_VALUE}</span>;
  return (
    <span className="inline-flex items-center gap-1.5 whitespace-nowrap">
      <VerdictBadge verdict={told.verdict} />
      <span className="text-muted tabular-nums">{formatPercent(told.share, 0)}</span>
    </span>
  );
}

const head = "px-3 py-1.5 text-left font-medium text-muted text-xs";
const cell = "px-3 py-1.5 text-left align-top";

function Windows({ windows }: Pick<DefinitionPreviewDto, "windows">) {
  return (
    <ScrollArea label="Newest windows as they would be judged" className="-mx-4">
      <table className="w-full min-w-140 text-sm">
        <thead>
          <tr>
            {["Window", "Rows", "Now", "Then", "Would have drifted"].map((title) => (
              <th key={title} scope="col" className={head}>
                {title}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {windows.map((window) => (
            <tr key={window.opensAt} className="border-t">
              <th scope="row" className={`${cell} whitespace-nowrap font-normal`}>
                {windowInWords(window)}
              </th>
              <td className={`${cell} tabular-nums`}>{formatCount(window.rows)}</td>
              <td className={cell}>
                <Verdict told={window.before} />
              </td>
              <td className={cell}>
                <Verdict told={window.after} />
              </td>
              <td className={`${cell} text-muted`}>{window.drifted.join(", ") || NO_VALUE}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </ScrollArea>
  );
}

/** What a definition would change, and say of the newest windows. */
export function DefinitionPreview({ preview }: { preview: DefinitionPreviewDto }) {
  const { changes, windows, uncounted } = preview;
  if (changes.length === 0) return <p className="text-muted text-sm">Nothing would change.</p>;
  return (
    <div className="grid gap-3">
      <DefinitionChanges changes={changes} />
      {uncounted.length > 0 ? (
        <Callout>
          {`Counted anew first, a minute and a half after saving where windows are judged again, so that nothing is said of them here: ${uncounted.join(", ")}.`}
        </Callout>
      ) : null}
      {windows.length > 0 ? (
        <Windows windows={windows} />
      ) : (
        <p className="text-muted text-sm">No window can be judged before it is saved.</p>
      )}
    </div>
  );
}
