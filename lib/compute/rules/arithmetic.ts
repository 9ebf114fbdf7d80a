import { placesIn, SHELL_PARTS } from "./places";

/** What can begin or end a calculation in a shell's text, and places. */
const TOKENS =
  /\{\{\w+\}\}|\$?\(\(|\$\(|\$\{[!#]?[\w@*]*(?:\[|:(?![-=?+]))?|\$\w*\[|(?<![^\s;|&(])\w*\[|[()[\]{}]/g;
const COMPARISON = /^-(?:eq|ne|lt|le|gt|ge)$/;
/** What takes its arguments for calculations, or for names of variables, in which a shell calculates what is in `[]`. */
const CALCULATES =
  /^(?:let|integer|float|unset|read|mapfile|readarray|getopts|wait|shift|exit|return|break|continue)$/;
const DECLARES = /^(?:declare|typeset|local|readonly|export)$/;
/** Of variables whose values are numbers, or names of other variables. */
const CALCULATED_FLAG = /^[-+][A-Za-z]*[iEFn]/;
/** What may stand before a command. */
const BEFORE = /^(?:then|do|else|elif|if|while|until|time|builtin|command|[!{]|\w+=.*)$/;
/** What may stand before `-v` where a name of a variable follows it. */
const BEFORE_NAME = /^(?:\[\[?|test|!|&&|\|\||printf)$/;
/** What is deeper than this is not followed. */
const MAX_DEPTH = 200;

type Find = (text: string) => string | undefined;

const escapes = (text: string): string => text.replaceAll("\\\n", "").replaceAll(/\\[\s\S]/g, "_");
const compact = (text: string): string => text.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, "{{$1}}");

/** A part of a shell's text without its quotes, where what it begins and ends is still seen. */
function outlineOf(part: string): string {
  if (part.startsWith("#")) return "";
  if (part.startsWith("{")) return compact(part);
  if (part.startsWith("'")) return "_";
  if (part.startsWith("\\")) return escapes(part);
  const text = compact(escapes(part).replaceAll('"', ""));
  if (/\$\(|`/.test(text)) return text;
  const isWhole = text.split("(").length === text.split(")").length;
  return text.replaceAll(isWhole ? /[\s;|&()]/g : /[\s;|&]/g, "_");
}

interface Frame {
  end: ")" | "]" | "}";
  isCalculated: boolean;
  /** The first place in what may be the index of an element that is assigned. */
  index?: { place: string | undefined };
}

function framesOf(token: string, isWithin: boolean): Frame[] {
  if (token.endsWith("((")) {
    const frame: Frame = { end: ")", isCalculated: true };
    return [frame, frame];
  }
  if (token === "$(") return [{ end: ")", isCalculated: false }];
  if (token === "(") return [{ end: ")", isCalculated: isWithin }];
  if (token.startsWith("${")) {
    const frame: Frame = { end: "}", isCalculated: isWithin || token.endsWith(":") };
    return token.endsWith("[") ? [frame, { end: "]", isCalculated: true }] : [frame];
  }
  if (token === "{") return [{ end: "}", isCalculated: isWithin }];
  if (token.startsWith("$")) return [{ end: "]", isCalculated: true }];
  return [{ end: "]", isCalculated: isWithin, index: { place: undefined } }];
}

/** What a place stands within, from the outermost on. */
class Frames {
  private readonly frames: Frame[] = [];

  get isTooDeep(): boolean {
    return this.frames.length > MAX_DEPTH;
  }

  begin(token: string): void {
    this.frames.push(...framesOf(token, this.frames.at(-1)?.isCalculated ?? false));
  }

  /** The place, where a shell calculates there. */
  meet(place: string | undefined): string | undefined {
    const top = this.frames.at(-1);
    if (top?.index) top.index.place ??= place;
    return top?.isCalculated ? place : undefined;
  }

  /** The first place in an index that ends here, where what comes after it assigns to it. */
  finish(token: string, after: string): string | undefined {
    const from = this.frames.findLastIndex(({ end }) => end === token);
    if (from < 0) return undefined;
    const [closed] = this.frames.splice(from);
    const around = this.frames.at(-1);
    if (token === "]" && around?.end === "}" && /^:[^-=?+]/.test(after)) around.isCalculated = true;
    return /^\+?=/.test(after) ? closed?.index?.place : undefined;
  }
}

/** The first place between signs that a shell calculates between, or in the index of an element. */
function placeInSigns(outline: string, find: Find): string | undefined {
  const frames = new Frames();
  for (const { 0: token, index: at } of outline.matchAll(TOKENS)) {
    const end = at + token.length;
    let found: string | undefined;
    if (token.startsWith("{{")) found = frames.meet(find(token));
    else if (/^[)\]}]$/.test(token)) found = frames.finish(token, outline.slice(end, end + 2));
    else frames.begin(token);
    if (found !== undefined) return found;
    if (frames.isTooDeep) return find(outline);
  }
  return undefined;
}

/** The first place in what is compared as a number, or asked for as a variable. */
function placeInComparison(outline: string, find: Find): string | undefined {
  const words = outline.split(/\s+/);
  for (const [at, word] of words.entries()) {
    const [before = "", after = ""] = [words[at - 1], words[at + 1]];
    const [operand = ""] = after.split(/[()`]/, 1);
    const isNamed = word === "-v" && BEFORE_NAME.test(before);
    const found = COMPARISON.test(word)
      ? (find(before.split(/[()`]/).at(-1) ?? "") ?? find(operand))
      : isNamed && find(operand);
    if (found) return found;
  }
  return undefined;
}

const isCalculating = ([name = "", ...words]: readonly string[]): boolean =>
  /^(?:integer|float)$/.test(name) ||
  (DECLARES.test(name) && words.some((word) => CALCULATED_FLAG.test(word)));

/** The first place in what commands calculate, also when they assign to a variable that was declared for it. */
function placeInCommands(outline: string, find: Find): string | undefined {
  const commands = outline.split(/[\n;|&()`]/).map((simple) => {
    const words = simple.split(/\s+/).filter((word) => word !== "");
    const begins = words.findIndex((word) => !BEFORE.test(word));
    const split = begins < 0 ? words.length : begins;
    return { assigned: words.slice(0, split), told: words.slice(split) };
  });
  const hasCalculated = commands.some(({ told }) => isCalculating(told));
  for (const { assigned, told } of commands) {
    const [name = "", ...words] = told;
    const calculated = CALCULATES.test(name) || isCalculating(told) ? words : [];
    const named = DECLARES.test(name) ? words.map((word) => word.split("=", 1)[0] ?? "") : [];
    const read = [...(hasCalculated ? assigned : []), ...calculated, ...named];
    const found = find(read.join(" "));
    if (found !== undefined) return found;
  }
  return undefined;
}

/**
 * The first of these places that a shell's text has where a shell calculates: it would take a text there for a formula,
 * and a formula can hold commands.
 */
export function placeInArithmetic(
  script: string,
  isText: (name: string) => boolean,
): string | null {
  const find: Find = (text) => placesIn(text).find(isText);
  if (find(script) === undefined) return null;
  const outline = script.replaceAll(SHELL_PARTS, outlineOf);
  return (
    placeInSigns(outline, find) ??
    placeInComparison(outline, find) ??
    placeInCommands(outline, find) ??
    null
  );
}
