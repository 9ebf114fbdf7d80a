import type {
  EncodedMetrics,
  EncodedRunDto,
  EncodedTexts,
  ValueLayout,
} from "@/lib/runs/dto/encoded-run";
import type { RunLinksDto } from "@/lib/runs/dto/runs";
import { toWireLinks, toWireRunInfo } from "./entities";
import { wireDouble } from "./wire";

/** The parts of a JSON array of numbers, still JSON. */
const splitNumbers = (array: string) => array.slice(1, -1).split(", ");

/** Postgres writes some numbers in another way than JavaScript: those with an exponent, and -0. */
const IS_WRITTEN_OTHERWISE = /[a-zA-Z]|-0[,\]]/;

function splitValues(array: string): string[] {
  const values = splitNumbers(array);
  if (!IS_WRITTEN_OTHERWISE.test(array)) return values;
  return values.map((value) => JSON.stringify(wireDouble(Number(JSON.parse(value)))));
}

/** The parts of a JSON array of strings, as they stand between their quotes. */
function splitTexts(array: string): string[] {
  // Without a backslash nothing is escaped, so that a quote ends a string.
  if (!array.includes("\\")) return array.slice(2, -2).split('", "');
  // EncodedTexts says that these are strings.
  const values = JSON.parse(array) as string[];
  return values.map((value) => JSON.stringify(value).slice(1, -1));
}

/** What stands before each value; written once for all runs that have the same names. */
type Heads = (layout: ValueLayout) => readonly string[];

function makeHeads(): Heads {
  const known = new Map<ValueLayout, readonly string[]>();
  return (layout) => {
    const found = known.get(layout);
    if (found) return found;
    const heads = layout.keys.map(
      (key, at) => `${at > 0 ? "," : ""}{"key":${JSON.stringify(key)},"value":`,
    );
    known.set(layout, heads);
    return heads;
  };
}

function metricsJson(encoded: EncodedMetrics, headsOf: Heads): string {
  const heads = headsOf(encoded.layout);
  const { positions } = encoded.layout;
  const values = splitValues(encoded.values);
  const steps = splitNumbers(encoded.steps);
  const times = splitNumbers(encoded.timestamps);
  let json = "";
  for (let index = 0; index < heads.length; index += 1) {
    const at = positions?.[index] ?? index;
    json += `${heads[index]}${values[at]},"timestamp":${times[at]},"step":${steps[at]}}`;
  }
  return json;
}

function textsJson(encoded: EncodedTexts, headsOf: Heads): string {
  const heads = headsOf(encoded.layout);
  const { positions } = encoded.layout;
  const values = splitTexts(encoded.values);
  let json = "";
  for (let index = 0; index < heads.length; index += 1)
    json += `${heads[index]}"${values[positions?.[index] ?? index]}"}`;
  return json;
}

function dataJson({ metrics, params, tags }: EncodedRunDto, headsOf: Heads): string {
  const lists: string[] = [];
  if (metrics) lists.push(`"metrics":[${metricsJson(metrics, headsOf)}]`);
  if (params) lists.push(`"params":[${textsJson(params, headsOf)}]`);
  if (tags) lists.push(`"tags":[${textsJson(tags, headsOf)}]`);
  return `{${lists.join(",")}}`;
}

const NO_LINKS = '"inputs":{},"outputs":{}}';
const linksJson = (links: RunLinksDto | undefined) =>
  links ? JSON.stringify(toWireLinks(links)).slice(1) : NO_LINKS;

/**
 * The answer to a search, byte for byte what JSON.stringify would make of it. Values come as JSON and are put together
 * run by run, each of which becomes bytes at once: what lives longer than that costs more to collect than to make.
 */
export function runsJson(
  runs: readonly EncodedRunDto[],
  nextPageToken: string | undefined,
): Buffer {
  const headsOf = makeHeads();
  const pieces = runs.map((run, index) => {
    const info = JSON.stringify(toWireRunInfo(run));
    const before = index > 0 ? "," : '{"runs":[';
    return Buffer.from(
      `${before}{"info":${info},"data":${dataJson(run, headsOf)},${linksJson(run.links)}`,
    );
  });
  const token =
    nextPageToken === undefined ? "" : `"next_page_token":${JSON.stringify(nextPageToken)}`;
  const foot = runs.length === 0 ? `{${token}}` : `]${token && `,${token}`}}`;
  return Buffer.concat([...pieces, Buffer.from(foot)]);
}
