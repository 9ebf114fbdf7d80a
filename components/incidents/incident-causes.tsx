import { useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardHeader } from "@/components/ui/card";
import { Link } from "@/components/ui/link";
import { RelativeTime } from "@/components/ui/relative-time";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatNumber } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { CausesDto } from "@/lib/incidents/dto/causes";
import { COLUMN_WORDS } from "@/lib/monitors/rules/words";

const SHOWN = 10;
const cell = "px-4 py-1.5 text-right align-top";
const figure = (value: number | null, digits = 2) =>
  value === null ? "–" : formatNumber(value, digits);

function basisWords({ basis, metric, usual, isEstimated }: CausesDto): string {
  if (basis === "drift")
    return "Ranked by how far each drifted and by its importance, then by which did first: performance is not known in enough windows.";
  const kind = isEstimated ? "estimated " : "";
  const than = usual === null ? "the windows before" : `${formatNumber(usual, 3)}, which is usual`;
  return `Ranked by how each column’s drift goes with the change of ${kind}${(metric ?? "performance").replaceAll("_", " ")} from ${than}.`;
}

/** Columns that may be the cause, the likeliest first, each with what is known of it. */
export function IncidentCauses({ causes: found }: { causes: CausesDto }) {
  const { slug } = useWorkspace();
  const { monitor, basis, causes } = found;
  if (monitor === null || causes.length === 0) return null;
  const shown = causes.slice(0, SHOWN);
  const heads = [
    ["Column", "the likeliest first"],
    ...(basis === "performance" ? [["Correlation", "with the change of performance"]] : []),
    ["Score", "the greatest since"],
    ["Threshold", "how many times it"],
    ["Importance", ""],
    ["Not as usual", "since"],
  ];
  return (
    <Card aria-label="Suspected causes">
      <CardHeader title="Suspected causes" description={basisWords(found)} />
      <ScrollArea label="Suspected causes">
        <table className="w-full min-w-130 text-sm tabular-nums">
          <thead>
            <tr className="border-b">
              {heads.map(([title, about]) => (
                <th
                  key={title}
                  scope="col"
                  className="px-4 py-1.5 text-right align-bottom font-medium text-muted text-xs first:text-left"
                >
                  {title}
                  {about === "" ? null : <span className="block font-normal">{about}</span>}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ column, correlation, windows, score, excess, ...cause }) => (
              <tr key={column} className="border-t first:border-t-0">
                <th scope="row" className="max-w-60 px-4 py-1.5 text-left font-normal">
                  <Link
                    href={routes.monitor(slug, monitor.id, { column })}
                    className="break-words font-mono text-accent-fg text-xs underline underline-offset-3 [overflow-wrap:anywhere]"
                  >
                    {column}
                  </Link>
                  <span className="block text-muted text-xs">
                    {COLUMN_WORDS[cause.verdict].label}
                  </span>
                </th>
                {basis === "performance" ? (
                  <td className={cell}>
                    {figure(correlation)}
                    <span className="block text-muted text-xs">{windows} windows</span>
                  </td>
                ) : null}
                <td className={cell}>{figure(score, 3)}</td>
                <td className={cell}>{excess === null ? "–" : `${figure(excess)} ×`}</td>
                <td className={cell}>{figure(cause.importance)}</td>
                <td className={cell}>
                  {cause.since === null ? "–" : <RelativeTime at={cause.since} />}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
      {causes.length > SHOWN ? (
        <p className="px-4 py-2 text-muted text-xs">
          {`${SHOWN} of ${causes.length} columns; the others are on the page of the monitor.`}
        </p>
      ) : null}
    </Card>
  );
}
