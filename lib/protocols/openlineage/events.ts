import { z } from "zod";
import { invalidInput } from "@/lib/access/failures";
import { AppError } from "@/lib/core/errors";
import { EVENT_TYPES, type ToldEvent } from "@/lib/lineage/rules/told";

/** OpenLineage 2: what its schema requires, and of the rest what is used. Everything else is let pass. */
const namespace = z.string().min(1).max(1_000);
const name = z.string().min(1).max(4_000);

/** Facets by name. One that is no object says nothing; one marked as deleted is null. */
const facets = z
  .record(z.string(), z.unknown())
  .transform((record) =>
    Object.fromEntries(
      Object.entries(record).flatMap(([key, value]) => {
        const facet = z.record(z.string(), z.unknown()).safeParse(value);
        if (!facet.success) return [];
        return [[key, facet.data._deleted === true ? null : facet.data] as const];
      }),
    ),
  )
  .nullish()
  .transform((value) => value ?? {});

const dataset = z
  .object({ namespace, name, facets, inputFacets: facets, outputFacets: facets })
  .transform(({ inputFacets, outputFacets, ...named }) => ({
    ...named,
    facets: { ...inputFacets, ...outputFacets, ...named.facets },
  }));
const datasets = z
  .array(dataset)
  .nullish()
  .transform((value) => value ?? []);
const job = z.object({ namespace, name, facets });
const run = z.object({
  runId: z.guid("Give the run's id as a UUID.").transform((id) => id.toLowerCase()),
  facets,
});

const eventTime = z.iso
  .datetime({ offset: true, local: true, error: "Give the time of the event in ISO 8601." })
  // Times without an offset are UTC, as old clients mean them.
  .transform((text) => Date.parse(/(?:Z|[+-]\d\d:?\d\d)$/i.test(text) ? text : `${text}Z`));
const base = z.object({
  eventTime,
  producer: z.string().min(1).max(2_000),
  schemaURL: z.string().min(1).max(2_000),
});

const runEvent = base.extend({
  eventType: z.enum(EVENT_TYPES).nullish(),
  run,
  job,
  inputs: datasets,
  outputs: datasets,
});
const jobEvent = base.extend({ job, inputs: datasets, outputs: datasets });
const datasetEvent = base.extend({ dataset });

function parse<Schema extends z.ZodType>(schema: Schema, body: unknown): z.output<Schema> {
  const parsed = schema.safeParse(body);
  if (!parsed.success) throw invalidInput(parsed.error);
  return parsed.data;
}

const NOTHING = { type: null, run: null, job: null, dataset: null, inputs: [], outputs: [] };

/** Which of the three kinds an event is shows in what it names. Throws INVALID with the field that is wrong. */
export function toldEventOf(body: unknown): ToldEvent {
  const { data: keys } = z.record(z.string(), z.unknown()).safeParse(body);
  if (!keys) throw new AppError("INVALID", "Send one OpenLineage event as a JSON object.");
  const names = (key: string) => keys[key] !== undefined && keys[key] !== null;
  if (names("run")) {
    const { eventTime: at, eventType, ...told } = parse(runEvent, body);
    const { runId: id } = told.run;
    const about = { job: told.job, inputs: told.inputs, outputs: told.outputs };
    return {
      ...NOTHING,
      ...about,
      at,
      type: eventType ?? null,
      run: { id, facets: told.run.facets },
    };
  }
  if (names("dataset")) {
    const told = parse(datasetEvent, body);
    return { ...NOTHING, at: told.eventTime, dataset: told.dataset };
  }
  if (names("job")) {
    const told = parse(jobEvent, body);
    const about = { job: told.job, inputs: told.inputs, outputs: told.outputs };
    return { ...NOTHING, ...about, at: told.eventTime };
  }
  throw new AppError(
    "INVALID",
    "run: An event tells of a run with its job, of a job or of a dataset; this one names none of them.",
  );
}
