import type { FacetValue } from "./external-datasets";

/** How many fields of a schema and inputs of a field are shown. */
const SHOWN = 1_000;

export interface ToldField {
  name: string;
  type: string;
  description: string;
  /** Fields of other datasets that it was made of. */
  from: { namespace: string; name: string; field: string }[];
}

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const list = (value: unknown): Record<string, unknown>[] =>
  Array.isArray(value) ? value.slice(0, SHOWN).map(object) : [];
const object = (value: unknown): Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value)
    ? // An object that is no list has fields of any kind.
      (value as Record<string, unknown>)
    : {};

/** The fields of a dataset by its schema, and what each was made of by its column lineage. */
export function fieldsOf(schema: FacetValue | undefined, lineage: FacetValue | undefined) {
  const fields = new Map<string, ToldField>();
  for (const { name, type, description } of list(schema?.fields))
    if (text(name))
      fields.set(text(name), {
        name: text(name),
        type: text(type),
        description: text(description),
        from: [],
      });
  for (const [name, made] of Object.entries(object(lineage?.fields)).slice(0, SHOWN)) {
    const field = fields.get(name) ?? { name, type: "", description: "", from: [] };
    const from = list(object(made).inputFields).map((one) => ({
      namespace: text(one.namespace),
      name: text(one.name),
      field: text(one.field),
    }));
    fields.set(name, { ...field, from });
  }
  return [...fields.values()];
}

/** Who owns it, by the names that were told. */
export const ownersOf = (ownership: FacetValue | undefined): string[] =>
  list(ownership?.owners).flatMap(({ name, type }) =>
    text(name) ? [text(type) ? `${text(name)} (${text(type)})` : text(name)] : [],
  );

export const descriptionOf = (documentation: FacetValue | undefined): string =>
  text(documentation?.description);

/** Why a run failed, as it said. */
export const failureOf = (errorMessage: FacetValue | undefined): string =>
  text(errorMessage?.message);
