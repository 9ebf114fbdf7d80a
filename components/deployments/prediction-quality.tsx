import { Card, CardHeader } from "@/components/ui/card";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatCount, formatNumber, formatPercent, NO_VALUE } from "@/lib/core/format";
import type { RevisionQualityDto } from "@/lib/gateway/dto/predictions";

const orNone = (value: number | null, format: (value: number) => string) =>
  value === null ? NO_VALUE : format(value);

/** How right each revision was, as far as anybody has said what was true. */
export function PredictionQuality({ quality }: { quality: readonly RevisionQualityDto[] }) {
  if (!quality.some(({ labelled }) => labelled > 0)) return null;
  const isNumeric = quality.some(({ meanAbsoluteError }) => meanAbsoluteError !== null);
  return (
    <Card>
      <CardHeader
        title="Against the truth"
        description="Of the days that are shown, or of the last day. Labels that come later change these figures."
      />
      <ScrollArea label="Quality by revision">
        <table className="w-full text-sm tabular-nums">
          <thead className="text-muted text-xs">
            <tr className="border-b text-right [&>th:first-child]:pl-4 [&>th:first-child]:text-left [&>th:last-child]:pr-4 [&>th]:px-2 [&>th]:py-2 [&>th]:font-medium sm:[&>th]:px-4">
              <th scope="col">Revision</th>
              <th scope="col">Rows</th>
              <th scope="col">Truth known</th>
              <th scope="col">Right</th>
              {isNumeric ? <th scope="col">Mean absolute error</th> : null}
            </tr>
          </thead>
          <tbody>
            {quality.map((one) => (
              <tr
                key={`${one.revision} ${one.isShadow}`}
                className="border-line border-b text-right last:border-0 [&>*:first-child]:pl-4 [&>*:last-child]:pr-4 [&>*]:px-2 [&>*]:py-2 sm:[&>*]:px-4"
              >
                <th scope="row" className="text-left font-normal">
                  {one.revision}
                  {one.isShadow ? " (shadow)" : ""}
                </th>
                <td>{formatCount(one.rows)}</td>
                <td>{formatCount(one.labelled)}</td>
                <td className="whitespace-nowrap">{orNone(one.accuracy, formatPercent)}</td>
                {isNumeric ? <td>{orNone(one.meanAbsoluteError, formatNumber)}</td> : null}
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </Card>
  );
}
