const SHELL = /^(?:a|ba|rba|da|z|k|rk|mk|pdk|lk|ya)?sh[\d.-]*$/;
const SHELL_VARIABLE = /^\$\{?(?:SHELL|BASH)\b/;
/** What hands its arguments to a shell as one text, or is a shell that quotes in another way. */
const OTHER_SHELL = /^(?:fish|t?csh|pwsh|powershell|ssh|su|runuser|watch|eval|trap|parallel)$/;
/** What does so where it has a flag with a `c`. */
const OTHER_WITH_FLAG = /^(?:flock|script)$/;
/** What takes its input for commands. */
const INPUT_SHELL =
  /^(?:fish|t?csh|pwsh|powershell|ssh|su|runuser|parallel|at|batch|sbatch|qsub|bsub)$/;
/** What begins the program that comes after it. */
const STARTER =
  /^(?:env|sudo|doas|nohup|nice|ionice|time|timeout|exec|command|builtin|stdbuf|setsid|xargs|then|do|else|if|while|until|[!{])$/;
const NUMBER = /^\d+(?:\.\d+)?[smhd]?$/;
/** The name of a shell, or of what has one, that is not part of the name of a file. */
const SHELL_NAME =
  /(?<![\w.-])(?:eval|trap|ssh|su|runuser|watch|flock|script|parallel|fish|t?csh|(?:a|ba|da|z|k)?sh)(?![\w./-])|\$\{?(?:SHELL|BASH)\b/;

/** Whether a text has the name of a shell, wherever it stands in it. */
export const namesShell = (text: string): boolean => SHELL_NAME.test(text);

const nameOf = (program: string): string => program.split("/").at(-1) ?? "";

export interface ShellParts {
  /** Parts of a command that a shell reads as its script. */
  scripts: ReadonlySet<number>;
  /** From here on a shell may read a part as its script, or not. */
  doubtfulFrom: number;
}

export const isFlag = (part: string): boolean => /^[-+]/.test(part);
/** Some shells read the name of an option in the group that `o` stands in, others after it. */
const isUnclear = (part: string): boolean =>
  /^[-+][A-Za-z]*[oO][A-Za-z]/.test(part) || (part.includes("{{") && /^(?:[-+]|\{\{)/.test(part));
const takesNext = (part: string): boolean =>
  /^(?:[-+][A-Za-z]*[oO]|--rcfile|--init-file)$/.test(part);

const isToldScript = (part: string): boolean => /^[-+][A-Za-z]*c|^--comm/.test(part);
const isShell = (part: string): boolean => SHELL.test(nameOf(part)) || SHELL_VARIABLE.test(part);
/** What a command with more of them does is not followed, which would take long. */
const MAX_SHELLS = 50;
const hasManyShells = (command: readonly string[]): boolean =>
  command.filter(isShell).length > MAX_SHELLS;
/** A program that only a shell that reads this knows. */
const isUnknown = (part: string): boolean => part.startsWith("_") || /\$|\{\{/.test(part);

interface Told {
  /** Where what is no flag begins. */
  at: number;
  script?: number;
  doubtful?: number;
}

/**
 * What a shell is told by the parts that follow it. Its script is the first of them that is no flag, wherever among the
 * flags its `c` stands.
 */
function readFlags(parts: readonly string[], from: number): Told {
  let isTold = false;
  let at = from;
  for (let part = parts[at]; part !== undefined; part = parts[at]) {
    if (isUnclear(part)) return { at, doubtful: at };
    if (!isFlag(part)) break;
    isTold ||= /^[-+][A-Za-z]*c/.test(part);
    at += takesNext(part) ? 2 : 1;
    if (part === "-" || part === "--") break;
  }
  return isTold ? { at, script: at } : { at };
}

/** How many parts of a command may stand in front of its program: all before the first that cannot. */
function leading(command: readonly string[]): number {
  const found = command.findIndex((part, at) => {
    if (STARTER.test(nameOf(part)) || isFlag(part) || NUMBER.test(part)) return false;
    const before = command[at - 1];
    return !/^(?:\w+=|\{\{[^}]*\}\}$)/.test(part) && !(before !== undefined && isFlag(before));
  });
  return found < 0 ? command.length : found;
}

/** Whether a program of a command takes what follows it apart in a way that is not followed here. */
function isOther(command: readonly string[], at: number, lastTold: number): boolean {
  const name = nameOf(command[at] ?? "");
  return OTHER_SHELL.test(name) || (OTHER_WITH_FLAG.test(name) && lastTold > at);
}

/** `env -S` takes one text for a program and its arguments. */
const splitsText = (command: readonly string[], at: number): boolean =>
  nameOf(command[at] ?? "") === "env" && /^-[A-Za-z]*S|^--split/.test(command[at + 1] ?? "");

/** From where on a program of a command may hand what follows it to a shell, which is not followed here. */
function handsOnFrom(command: readonly string[], at: number, lastTold: number): number {
  if (isOther(command, at, lastTold)) return at + 1;
  const part = command[at] ?? "";
  if (isShell(part) || !isUnknown(part)) return command.length;
  return readFlags(command, at + 1).script ?? command.length;
}

/** Where in a command shells read scripts, whatever stands before them: `env`, `timeout` or another shell. */
export function shellParts(command: readonly string[]): ShellParts {
  const scripts = new Set<number>();
  if (hasManyShells(command)) return { scripts, doubtfulFrom: 0 };
  const mayBegin = leading(command);
  const lastTold = command.findLastIndex(isToldScript);
  let doubtfulFrom = command.length;
  const doubt = (at = command.length) => {
    doubtfulFrom = Math.min(doubtfulFrom, at);
  };
  for (let at = 0; at < doubtfulFrom; at += 1) {
    if (scripts.has(at)) continue;
    if (splitsText(command, at)) doubt(at + 1);
    if (at <= mayBegin || scripts.size > 0) doubt(handsOnFrom(command, at, lastTold));
    if (!isShell(command[at] ?? "")) continue;
    const { script, doubtful } = readFlags(command, at + 1);
    if (script !== undefined && script < command.length) scripts.add(script);
    doubt(doubtful);
  }
  return { scripts, doubtfulFrom };
}

/** Whether a shell in a command takes its input for a script, or for parts of one. */
export function readsInput(command: readonly string[]): boolean {
  const mayBegin = leading(command);
  const feeds = command.slice(0, mayBegin + 1).some((part) => nameOf(part) === "xargs");
  if (hasManyShells(command)) return true;
  return command.some((part, at) => {
    const next = command[at + 1];
    if (at <= mayBegin && INPUT_SHELL.test(nameOf(part))) return true;
    if (at <= mayBegin && /^(?:source|\.)$/.test(part))
      return next === undefined || next.startsWith("/dev/");
    if (!isShell(part)) return false;
    const { at: end, script } = readFlags(command, at + 1);
    if (script !== undefined) return feeds;
    const file = command[end];
    const isTold = command.slice(at + 1, end).some((flag) => /^-[A-Za-z]*s/.test(flag));
    return file === undefined || isTold || file.startsWith("/dev/");
  });
}
