import { Sparkles } from "lucide-react";
import type { ReactNode } from "react";
import { useWorkspace } from "@/components/shell/workspace-context";
import { Link } from "@/components/ui/link";
import { Markdown } from "@/components/ui/markdown";
import { routes } from "@/lib/core/routes";
import type { CardProposalDto, ModelCardDto } from "@/lib/models/dto/cards";
import { cardFieldLabel, isFilled } from "@/lib/models/rules/card-fields";
import type { CardDataset, CardDocument, CardField, CardResult } from "@/lib/models/schema/cards";
import { CardResults } from "./card-results";
import { keyed } from "./keyed";
import { RiskBadge } from "./risk-badge";

interface CardTextProps {
  document: CardDocument;
  /** Where each proposed part comes from; empty for a card that was saved. */
  sources: CardProposalDto["sources"];
  recorded: readonly CardResult[];
  /** The card that a missing part leads to the form of; null for whoever may not write. */
  editable: ModelCardDto | null;
}

interface PartProps extends CardTextProps {
  title: string;
  /** What is said under the title, the part's own text first. */
  fields: readonly CardField[];
  children: ReactNode;
}

function Sources({ fields, sources }: Pick<PartProps, "fields" | "sources">) {
  const named = [...new Set(fields.flatMap((field) => sources[field] ?? []))];
  if (named.length === 0) return null;
  return (
    <p className="mt-2 flex gap-1.5 text-muted text-xs">
      <Sparkles aria-hidden="true" className="mt-0.5 size-3.5 shrink-0" />
      {`Proposed. ${named.join("; ")}.`}
    </p>
  );
}

function Unsaid({ fields, editable }: Pick<PartProps, "fields" | "editable">) {
  const { slug } = useWorkspace();
  const [field = "summary"] = fields;
  return (
    <p className="text-muted text-sm">
      {"Not said yet. "}
      {editable ? (
        <Link
          href={routes.modelCard(slug, editable.model, editable.version, { edit: field })}
          className="text-accent-fg underline underline-offset-3"
        >
          {`Write: ${cardFieldLabel(field).toLowerCase()}`}
        </Link>
      ) : null}
    </p>
  );
}

/** One heading of a card, with what was said under it or that nothing was. */
function Part({ title, fields, children, ...props }: PartProps) {
  const isSaid = fields.some((field) => isFilled(props.document, field));
  return (
    <section className="grid grid-cols-[minmax(0,1fr)] gap-2 border-t pt-5 first:border-t-0 first:pt-0 xl:grid-cols-[11rem_minmax(0,1fr)] xl:gap-6">
      <h2 className="text-balance font-semibold text-base">{title}</h2>
      <div className="min-w-0 max-w-[68ch]">
        {isSaid ? children : <Unsaid fields={fields} editable={props.editable} />}
        <Sources fields={fields} sources={props.sources} />
      </div>
    </section>
  );
}

const prose = "max-w-none text-base leading-6";

function Datasets({ datasets }: { datasets: readonly CardDataset[] }) {
  if (datasets.length === 0) return null;
  return (
    <ul className="my-2 grid grid-cols-[minmax(0,1fr)] gap-1.5 text-sm">
      {keyed(datasets, ({ name }) => name).map(({ key, item: { name, version, reference } }) => (
        <li key={key} className="rounded-md border px-3 py-1.5">
          <span className="break-words font-medium">{name}</span>
          {version ? (
            <span className="text-muted">
              {/^\d+$/.test(version) ? ` version ${version}` : ` ${version}`}
            </span>
          ) : null}
          {reference ? (
            <code className="block truncate font-mono text-muted text-xs" title={reference}>
              {reference}
            </code>
          ) : null}
        </li>
      ))}
    </ul>
  );
}

const PROSE = [
  { field: "intendedUse", title: "Intended use" },
  { field: "outOfScope", title: "Out of scope" },
  { field: "limitations", title: "Limits" },
] as const;

/** The card itself, set to be read. */
export function CardText(props: CardTextProps) {
  const { document } = props;
  return (
    <article aria-label="Model card" className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <Part {...props} title="Summary" fields={["summary"]}>
        <Markdown text={document.summary} className="max-w-none text-lg leading-7" />
      </Part>
      {PROSE.map(({ field, title }) => (
        <Part key={field} {...props} title={title} fields={[field]}>
          <Markdown text={document[field]} className={prose} />
        </Part>
      ))}
      <Part {...props} title="Training data" fields={["trainingData", "trainingDatasets"]}>
        <Markdown text={document.trainingData} className={prose} />
        <Datasets datasets={document.trainingDatasets} />
      </Part>
      <Part {...props} title="Evaluation" fields={["evaluation", "evaluationDatasets", "results"]}>
        <Markdown text={document.evaluation} className={prose} />
        <Datasets datasets={document.evaluationDatasets} />
        {document.results.length > 0 ? (
          <CardResults results={document.results} recorded={props.recorded} />
        ) : null}
      </Part>
      <Part {...props} title="Ethics" fields={["ethics"]}>
        <Markdown text={document.ethics} className={prose} />
      </Part>
      <Part {...props} title="Risk" fields={["riskRating", "riskReason"]}>
        <RiskBadge rating={document.riskRating} />
        <Markdown text={document.riskReason} className={`mt-2 ${prose}`} />
      </Part>
      {document.interface ? (
        <Part {...props} title="Inputs and outputs" fields={["interface"]}>
          <Markdown text={document.interface} className={prose} />
        </Part>
      ) : null}
      {keyed(document.sections, ({ title }) => title).map(({ key, item: { title, text } }) => (
        <Part key={key} {...props} title={title} fields={["sections"]}>
          <Markdown text={text} className={prose} />
        </Part>
      ))}
    </article>
  );
}
