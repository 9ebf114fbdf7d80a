const LINE = /^\s*(?:export\s+)?([A-Za-z_]\w*)=(.*)$/;

/** Variables as people write them, one `NAME=value` on each line. A line that is none is answered instead. */
export function parseVariables(
  text: string,
): { variables: Record<string, string> } | { wrongLine: string } {
  const variables: Record<string, string> = {};
  for (const line of text.split(/\r?\n/)) {
    if (line.trim() === "") continue;
    const [, name, value] = LINE.exec(line) ?? [];
    if (name === undefined || value === undefined) return { wrongLine: line.trim() };
    variables[name] = value;
  }
  return { variables };
}

/** A command as people type it, for a shell. */
export const shellCommand = (text: string): string[] => ["sh", "-c", text];

/** A command for a shell, which takes its parts as they are. */
export const shellText = (command: readonly string[]): string =>
  command
    .map((part) => (/^[\w@%+=:,./-]+$/.test(part) ? part : `'${part.replaceAll("'", `'\\''`)}'`))
    .join(" ");

/** A command as people read it: what they typed for a shell, else its parts with quotes where they are needed. */
export function commandText(command: readonly string[]): string {
  const [program, flag, script] = command;
  if (command.length === 3 && program === "sh" && flag === "-c" && script !== undefined)
    return script;
  return shellText(command);
}
