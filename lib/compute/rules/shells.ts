const SHELL = /^(?:a|ba|rba|da|z|k|rk|mk|pdk|lk|ya)?sh[\d.-]*$/;
/** What hands its arguments to a shell as one text, or is a shell that quotes in another way. */
const OTHER_SHELL = /^(?:fish|t?csh|pwsh|powershell|ssh|su|runuser|watch|eval)$/;
/** What begins the program that comes after it. */
const STARTER =
  /^(?:env|sudo|nohup|nice|ionice|time|timeout|exec|command|builtin|stdbuf|setsid|xargs|then|do|else|if|while|until|[!{])$/;

const nameOf = (program: string): string => program.split("/").at(-1) ?? "";

export interface ShellParts {
  /** Parts of a command that a shell reads as its script. */
  scripts: ReadonlySet<number>;
  /** From here on a shell may read a part as its script, or not. */
  doubtfulFrom: number;
}

const isFlag = (part: string): boolean => /^[-+]/.test(part);
/** Some shells read the name of an option in the group that `o` stands in, others after it. */
const isUnclear = (part: string): boolean =>
  /^[-+][A-Za-z]*[oO][A-Za-z]/.test(part) || (part.includes("{{") && /^(?:[-+]|\{\{)/.test(part));
const takesNext = (part: string): boolean =>
  /^(?:[-+][A-Za-z]*[oO]|--rcfile|--init-file)$/.test(part);

/**
 * What a shell is told by the parts that follow it. Its script is the first of them that is no flag, wherever among the
 * flags its `c` stands.
 */
function readFlags(parts: readonly string[], from: number): { script?: number; doubtful?: number } {
  let isTold = false;
  let at = from;
  for (let part = parts[at]; part !== undefined; part = parts[at]) {
    if (isUnclear(part)) return { doubtful: at };
    if (!isFlag(part)) break;
    isTold ||= /^[-+][A-Za-z]*c/.test(part);
    at += takesNext(part) ? 2 : 1;
    if (part === "-" || part === "--") break;
  }
  return isTold && at < parts.length ? { script: at } : {};
}

/** Whether a program of a command takes what follows it apart in a way that is not followed here. */
function isOther(command: readonly string[], at: number): boolean {
  const [name, first] = [nameOf(command[at] ?? ""), nameOf(command[0] ?? "")];
  if (OTHER_SHELL.test(name)) return at === 0 || STARTER.test(first);
  // `env -S` takes one text for a program and its arguments.
  return name === "env" && /^-[A-Za-z]*S|^--split/.test(command[at + 1] ?? "");
}

/** Where in a command shells read scripts, whatever stands before them: `env`, `timeout` or another shell. */
export function shellParts(command: readonly string[]): ShellParts {
  const scripts = new Set<number>();
  let doubtfulFrom = command.length;
  for (const [at, part] of command.entries()) {
    if (scripts.has(at)) continue;
    if (isOther(command, at)) doubtfulFrom = Math.min(doubtfulFrom, at + 1);
    if (!SHELL.test(nameOf(part))) continue;
    const found = readFlags(command, at + 1);
    if (found.script !== undefined) scripts.add(found.script);
    doubtfulFrom = Math.min(doubtfulFrom, found.doubtful ?? command.length);
  }
  return { scripts, doubtfulFrom };
}
