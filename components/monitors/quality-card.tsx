import { CircleAlert, CircleCheck } from "lucide-react";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatPlural } from "@/lib/core/format";
import type { MonitorPageDto } from "@/lib/monitors/dto/screens";
import { limitsInWords, qualityInWords, wholeInWords } from "@/lib/monitors/rules/quality-words";
import { windowInWords } from "@/lib/monitors/rules/words";

const head = "px-4 py-1.5 text-left font-medium text-muted text-xs";
const cell = "px-4 py-1.5 text-left align-top";

function Limits({ monitor }: Pick<MonitorPageDto, "monitor">) {
  const { quality } = monitor.definition;
  const whole = wholeInWords(quality);
  return (
    <details className="border-t px-4 py-3 text-sm">
      <summary>{`Looked at: ${formatPlural(quality.columns.length, "column")}`}</summary>
      <ul className="mt-2 grid gap-1">
        {whole.length > 0 ? <li>{whole.join("; ")}</li> : null}
        {quality.columns.map((column) => (
          <li key={column.name} className="break-words">
            {column.name}:{" "}
            <span className="text-muted">{limitsInWords(column).join("; ") || "nothing"}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

interface QualityCardProps {
  page: Pick<MonitorPageDto, "monitor" | "quality">;
}

/** What is wrong with the data of the chosen window, whether or not they drifted. */
export function QualityCard({ page: { monitor, quality } }: QualityCardProps) {
  if (!quality) return null;
  const { findings } = quality;
  const isFine = findings.length === 0;
  const Icon = isFine ? CircleCheck : CircleAlert;
  return (
    <Card aria-label="Quality">
      <CardHeader title="Quality" description={windowInWords(quality)} />
      <CardBody className="flex items-center gap-2 text-sm">
        <Icon
          aria-hidden="true"
          className={`size-4 shrink-0 ${isFine ? "text-muted" : "text-danger-fg"}`}
        />
        {isFine
          ? "Nothing is wrong with the data that came."
          : `${formatPlural(findings.length, "thing")} wrong with the data that came.`}
      </CardBody>
      {isFine ? null : (
        <ScrollArea label="What is wrong" className="border-t">
          <table className="w-full text-sm tabular-nums">
            <thead>
              <tr>
                {["Column", "What is wrong"].map((title) => (
                  <th key={title} scope="col" className={head}>
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {findings.map((finding) => (
                <tr key={`${finding.column} ${finding.check}`} className="border-t">
                  <th scope="row" className={`${cell} max-w-60 break-words font-normal`}>
                    {finding.column ?? "the window"}
                  </th>
                  <td className={cell}>{qualityInWords(finding)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </ScrollArea>
      )}
      <Limits monitor={monitor} />
    </Card>
  );
}
