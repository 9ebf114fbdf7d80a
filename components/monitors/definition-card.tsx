"use client";
import { useCan, useWorkspace } from "@/components/shell/workspace-context";
import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { DescriptionItem, DescriptionList } from "@/components/ui/description-list";
import { Link } from "@/components/ui/link";
import { LinkButton } from "@/components/ui/link-button";
import { RelativeTime } from "@/components/ui/relative-time";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatCount, formatNumber, formatPercent, formatPlural } from "@/lib/core/format";
import { routes } from "@/lib/core/routes";
import type { MonitorPageDto } from "@/lib/monitors/dto/screens";
import { limitInWords, METHOD_WORDS } from "@/lib/monitors/rules/method-words";
import { answersInWords, windowDefinition } from "@/lib/monitors/rules/words";
import { SubjectLink } from "./subject-link";

type Monitor = MonitorPageDto["monitor"];

const link = "text-accent-fg underline underline-offset-2";
const head = "px-4 py-1.5 text-right font-medium text-muted text-xs first:text-left";
const cell = "px-4 py-1 text-right first:text-left";

function Columns({ columns }: Monitor["definition"]) {
  return (
    <details className="border-t px-4 py-3">
      <summary className="text-sm">{`Watched: ${formatPlural(columns.length, "column")}`}</summary>
      <ScrollArea label="Watched columns" className="-mx-4 mt-2 max-h-80">
        <table className="w-full text-sm tabular-nums">
          <thead>
            <tr>
              {["Column", "Method", "Threshold", "Importance"].map((title) => (
                <th key={title} scope="col" className={head}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {columns.map(({ name, method, threshold, limit, importance }) => (
              <tr key={name} className="border-t">
                <th scope="row" className={`${cell} max-w-40 truncate font-normal`} title={name}>
                  {name}
                </th>
                <td className={cell}>{METHOD_WORDS[method].label}</td>
                <td className={cell}>{limitInWords(limit, threshold)}</td>
                <td className={cell}>{formatNumber(importance)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </details>
  );
}

function LeftOut({ leftOut }: Monitor["definition"]) {
  if (leftOut.length === 0) return null;
  return (
    <section aria-label="Left out" className="border-t px-4 py-3 text-sm">
      <h3 className="font-medium">{`Left out: ${formatPlural(leftOut.length, "column")}`}</h3>
      <ul className="mt-1 grid gap-1">
        {leftOut.map(({ name, reason }) => (
          <li key={name} className="break-words">
            {name}: <span className="text-muted">{reason}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function Extra({ extra }: { extra: MonitorPageDto["extra"] }) {
  const came = Object.entries(extra).toSorted(([, one], [, other]) => other - one);
  if (came.length === 0) return null;
  return (
    <section aria-label="Unexpected columns" className="border-t px-4 py-3 text-sm">
      <h3 className="font-medium">{`Unexpected: ${formatPlural(came.length, "column")}`}</h3>
      <p className="text-muted text-xs">
        Came in the newest window, though the reference has none of that name.
      </p>
      <ul className="mt-1 grid gap-1">
        {came.map(([name, rows]) => (
          <li key={name} className="break-words">
            {name}: <span className="text-muted tabular-nums">{formatPlural(rows, "row")}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

interface DefinitionCardProps {
  monitor: Monitor;
  extra: MonitorPageDto["extra"];
}

/** What every verdict depends on. */
export function DefinitionCard({ monitor, extra }: DefinitionCardProps) {
  const { slug } = useWorkspace();
  const { definition, reference, version, createdBy, createdAt } = monitor;
  const { share, minRows, importanceSource } = definition;
  const mayChange = useCan("monitor:write") && monitor.deployment !== null;
  return (
    <Card aria-label="Definition">
      <CardHeader
        title="Definition"
        description={`Version ${version}`}
        actions={
          <LinkButton size="sm" href={routes.monitor(slug, `${monitor.id}/definition`)}>
            {mayChange ? "Change" : "History"}
          </LinkButton>
        }
      />
      <CardBody>
        <DescriptionList className="text-sm">
          <DescriptionItem term={monitor.dataset ? "Dataset" : "Deployment"}>
            <SubjectLink subject={monitor} className={link} />
          </DescriptionItem>
          <DescriptionItem term="Reference">
            <Link
              href={routes.dataset(slug, reference.datasetId, {
                version: String(reference.version),
              })}
              className={link}
            >
              {`${reference.dataset}, version ${reference.version}`}
            </Link>
          </DescriptionItem>
          <DescriptionItem term="Window">{windowDefinition(definition)}</DescriptionItem>
          <DescriptionItem term="Drifted from">
            {formatPercent(share, 0)} of the columns, by their importance
          </DescriptionItem>
          {importanceSource ? (
            <DescriptionItem term="Importance">
              {importanceSource.file} of the run{" "}
              <Link href={routes.run(slug, importanceSource.run)} className={link}>
                {importanceSource.runName}
              </Link>
            </DescriptionItem>
          ) : null}
          <DescriptionItem term="Least rows">{formatCount(minRows)}</DescriptionItem>
          <DescriptionItem term="Answers">{answersInWords(definition)}</DescriptionItem>
          <DescriptionItem term="Made">
            <RelativeTime at={createdAt} /> by {createdBy}
          </DescriptionItem>
        </DescriptionList>
      </CardBody>
      <Columns {...definition} />
      <LeftOut {...definition} />
      <Extra extra={extra} />
    </Card>
  );
}
