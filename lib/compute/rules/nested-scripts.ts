import { PLACE, placesIn, SHELL_PARTS } from "./places";
import { isFlag, namesShell, readsInput, shellParts } from "./shells";

/** What is no part of a word unless it is quoted. */
const SIGNS = /[\s;|&()`<>'"\\#]/g;
const REDIRECTION = /\d{0,2}(?:<<<|<<-?|<>|>>|[<>])\s*\S*/g;
/** The rest of them are files that are written to. */
const TO_OTHER_OUTPUT = /\d{0,2}[<>]&(?:\d{1,2}|-)|&>>?/g;
const GROUP_BEGINS = /^(?:\{|while|until|if|for|case|select)$/;
const GROUP_ENDS = /^(?:\}|done|fi|esac)$/;

const asWord = (text: string): string =>
  text.replaceAll("\\\n", "").replaceAll(PLACE, "{{$1}}").replaceAll(SIGNS, "_");

/** A part of a shell's text without its quotes, as a piece of one word. */
function withoutQuotes(part: string): string {
  if (part.startsWith("#") || part === "\\\n") return "";
  if (part.startsWith("{")) return asWord(part);
  const text = part.startsWith("\\") ? part.slice(1) : part.replaceAll(/^["']|["']$/g, "");
  return asWord(text) || "_";
}

const countOf = (text: string, sign: string): number => text.split(sign).length - 1;

/** A command within quotes within a script, which may be another shell: the quotes within it are not followed. */
function hidesShell(part: string): boolean {
  if (!part.startsWith('"') || !/\$\(|`/.test(part) || !namesShell(part)) return false;
  const isWhole = countOf(part, "(") === countOf(part, ")") && countOf(part, "`") % 2 === 0;
  return !isWhole || placesIn(part).length > 0;
}

/** What the commands of a script write for the ones that come after them, as far as it was followed. */
class Pipes {
  private isPiped = false;
  /** Within a group that reads from a pipe. */
  private isWithin = false;
  private ofPipeline: string | null = null;
  private ofAll: string | null = null;

  constructor(
    private readonly first: string,
    /** Whether commands read what stands below them. */
    private readonly hasDocument: boolean,
  ) {}

  /** The first place in what the next command may read. */
  placeFor(simple: string): string | null {
    if (simple.includes("<") || (this.hasDocument && this.isPiped)) return this.first;
    return this.isPiped ? this.ofPipeline : null;
  }

  add(words: readonly string[], name: string | null): void {
    if (this.isPiped && GROUP_BEGINS.test(words[0] ?? "")) this.isWithin = true;
    this.ofPipeline ??= name;
    this.ofAll ??= name;
  }

  /** Goes on behind a sign, and in front of it stand these words. */
  pass(sign: string, words: readonly string[]): void {
    if (sign === "(" && this.isPiped) this.isWithin = true;
    if (sign === "|") {
      this.isPiped = true;
      if (words.length === 0 || GROUP_ENDS.test(words[0] ?? "")) this.ofPipeline = this.ofAll;
    } else if (/[\n;&]/.test(sign) && words.length > 0 && !this.isWithin) {
      this.isPiped = false;
      this.ofPipeline = null;
    }
  }
}

/** The first place that one command hands to another shell as its script. */
function placeInWords(words: readonly string[]): string | undefined {
  const { scripts, doubtfulFrom } = shellParts(words);
  const read = words.filter((_word, at) => scripts.has(at) || at >= doubtfulFrom);
  return read.flatMap(placesIn)[0];
}

/** The words of one command. */
function wordsOf(simple: string): string[] {
  const words = simple
    .replaceAll(REDIRECTION, " ")
    .split(/\s+/)
    .filter((word) => word !== "");
  // Behind a command that says which program this is.
  return isFlag(words[0] ?? "") ? ["$", ...words] : words;
}

/** The first place in what a shell's text hands to another shell as its script: there a value would be read as one. */
export function placeInNestedScript(script: string): string | null {
  const [first = null] = placesIn(script);
  if (first === null) return null;
  if ((script.match(SHELL_PARTS) ?? []).some(hidesShell)) return first;
  const outline = script
    .replaceAll(SHELL_PARTS, withoutQuotes)
    .replaceAll(TO_OTHER_OUTPUT, " ")
    .replaceAll("||", ";");
  const pipes = new Pipes(first, outline.includes("<<"));
  for (const [, simple = "", sign = ""] of outline.matchAll(/([^\n;|&()`]*)([\n;|&()`]|$)/g)) {
    const words = wordsOf(simple);
    const name = placeInWords(words) ?? (readsInput(words) ? pipes.placeFor(simple) : null);
    if (name !== null) return name;
    pipes.add(words, placesIn(simple)[0] ?? null);
    pipes.pass(sign, words);
  }
  return null;
}
