import { Card, CardBody, CardHeader } from "@/components/ui/card";
import { ScrollArea } from "@/components/ui/scroll-area";
import { formatBytes } from "@/lib/core/format";
import type { ModelCard, ModelField } from "@/lib/storage/preview/preview";

const head = "px-4 py-1.5 text-left font-medium text-muted text-xs";
const cell = "border-t px-4 py-1.5 align-top";

function Fields({ title, fields }: { title: string; fields: readonly ModelField[] }) {
  return (
    <section className="min-w-0">
      <h3 className="px-4 pt-3 pb-1 font-medium text-sm">{title}</h3>
      <ScrollArea label={title} className="max-h-80">
        <table className="w-full border-collapse text-sm">
          <thead>
            <tr>
              <th scope="col" className={head}>
                Name
              </th>
              <th scope="col" className={head}>
                Type
              </th>
            </tr>
          </thead>
          <tbody>
            {fields.map((field) => (
              // A signature may name a column twice, and never changes.
              <tr key={`${fields.indexOf(field)} ${field.name}`}>
                <th scope="row" className={`${cell} break-words text-left font-normal`}>
                  {field.name ?? <span className="text-subtle">unnamed</span>}
                  {field.isRequired ? null : <span className="ml-2 text-subtle">optional</span>}
                </th>
                <td className={`${cell} break-words font-mono text-xs leading-5`}>{field.type}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </ScrollArea>
    </section>
  );
}

function facts(card: ModelCard): string {
  const parts = [
    card.flavors.filter((flavor) => flavor !== "python_function").join(", "),
    card.pythonVersion ? `Python ${card.pythonVersion}` : "",
    card.mlflowVersion ? `MLflow ${card.mlflowVersion}` : "",
    card.sizeBytes === null ? "" : formatBytes(card.sizeBytes),
  ];
  return parts.filter(Boolean).join(" · ");
}

/** What the model takes and gives, as its MLmodel file says. */
export function SignatureCard({ card }: { card: ModelCard }) {
  const sides = [
    { title: "Inputs", fields: card.inputs ?? [] },
    { title: "Outputs", fields: card.outputs ?? [] },
    { title: "Parameters of a prediction", fields: card.params ?? [] },
  ].filter(({ fields }) => fields.length > 0);
  return (
    <Card>
      <CardHeader title="Signature" description={facts(card)} />
      {sides.length === 0 ? (
        <CardBody className="py-3 text-muted text-sm">
          None was logged. Give log_model an input_example, and what the model takes and gives is
          shown and checked.
        </CardBody>
      ) : (
        <div className="grid pb-1 md:grid-cols-2">
          {sides.map((side) => (
            <Fields key={side.title} {...side} />
          ))}
        </div>
      )}
    </Card>
  );
}
