import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { describe, expect, test } from "vitest";
import { envSchema } from "@/lib/core/env";

/** House rules that an import graph cannot see. Each failure names the file and says what to do. */
const ROLES = new Set([
  "schema",
  "rules",
  "dto",
  "search-params",
  "query-options",
  "queries",
  "commands",
  "sql",
  "actions",
  "jobs",
]);
/** Domains that reach several systems of other people through one interface: a file for each system. */
const WITH_ADAPTERS = new Set(["compute", "gateway"]);
const FOUNDATIONS = new Set([
  "core",
  "db",
  "access",
  "audit",
  "queue",
  "events",
  "storage",
  "protocols",
  "worker",
  "server",
  "testing",
]);
/** Foundations that people see something of. */
const SHOWN_FOUNDATIONS = new Set(["audit", "events"]);
const UI_FOUNDATIONS = new Set(["ui", "charts", "tables", "graph", "shell"]);

function filesBelow(folder: string, ending: RegExp): string[] {
  if (!existsSync(folder)) return [];
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const path = join(folder, entry.name);
    if (entry.isDirectory())
      return entry.name === "generated" || entry.name === "node_modules"
        ? []
        : filesBelow(path, ending);
    return ending.test(entry.name) ? [path] : [];
  });
}

const foldersOf = (folder: string) =>
  readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name);

const domains = foldersOf("lib").filter((name) => !FOUNDATIONS.has(name));
const isTest = (path: string) => path.endsWith(".test.ts") || path.endsWith(".test.tsx");
const sources = filesBelow("lib", /\.tsx?$/).filter((path) => !isTest(path));

/** The role a file of a domain plays: its own name, or that of the folder it lies in. */
function roleOf(path: string): string {
  const [, , role = ""] = path.split("/");
  return role.replace(/(\.test)?\.tsx?$/, "");
}

const inDomains = filesBelow("lib", /\.tsx?$/).filter((path) =>
  domains.includes(path.split("/")[1] ?? ""),
);
const having = (...roles: string[]) =>
  inDomains.filter((path) => !isTest(path) && roles.includes(roleOf(path)));
const parse = (file: string) =>
  ts.createSourceFile(file, readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
const firstStatement = (file: string) => parse(file).statements[0]?.getText() ?? "";

/** Exported functions of a file that take an actor but do not ask first whether it may. */
function unguarded(file: string): string[] {
  return parse(file).statements.flatMap((node) => {
    if (!ts.isFunctionDeclaration(node)) return [];
    if (!node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    const first = node.parameters[0]?.type?.getText() ?? "";
    // A step inside somebody else's transaction: its caller has asked. A visitor has nothing to ask about.
    if (/^(Tx|SqlClient|Visitor.*)$/.test(first)) return [];
    const name = node.name?.text ?? "?";
    if (!/^(Actor|Person)( \| (Actor|Person))?$/.test(first))
      return [`${name} does not take an Actor first`];
    return node.body?.statements[0]?.getText().startsWith("assertCan(")
      ? []
      : [`${name} does not begin with assertCan`];
  });
}

/** What happens before anybody is known: a first start and a sign-in. */
const BEFORE_ANYBODY = new Set([
  "lib/workspaces/commands/first-start.ts",
  "lib/workspaces/commands/sign-in.ts",
  "lib/workspaces/commands/sign-in-attempts.ts",
]);

/** Commands that rightly leave no line in the audit, and why. */
const UNAUDITED: Readonly<Record<string, string>> = {
  postLabels: "too frequent: each label is kept with who sent it and when",
  logMetric: "too frequent: the digest of the finished run covers it",
  createArtifactUpload: "nothing is in place before it is completed",
  putArtifactPart: "nothing is in place before it is completed",
  abortArtifactUpload: "nothing was in place",
  markRead: "only the reader's own bell changes",
  proveIdentity: "the signature it is asked for is on record",
};

/** Functions of lib by name, with every name that their bodies use. */
function namesUsed(): Map<string, Set<string>> {
  const used = new Map<string, Set<string>>();
  for (const file of sources.filter((path) => path.endsWith(".ts")))
    for (const node of parse(file).statements) {
      if (!ts.isFunctionDeclaration(node) || !node.name || !node.body) continue;
      const names = used.get(node.name.text) ?? new Set();
      for (const [name] of node.body.getText().matchAll(/[A-Za-z_]\w*/g)) names.add(name);
      used.set(node.name.text, names);
    }
  return used;
}

/** Names of functions that record an audit event, themselves or through what they call. */
function recording(used: ReadonlyMap<string, ReadonlySet<string>>): Set<string> {
  const found = new Set(["recordAudit", "recordAuditSql"]);
  for (let before = 0; before < found.size; ) {
    before = found.size;
    for (const [name, names] of used)
      if ([...names].some((other) => found.has(other))) found.add(name);
  }
  return found;
}

/** Exported functions of a file that somebody calls to change something. */
function commandsOf(file: string): string[] {
  return parse(file).statements.flatMap((node) => {
    if (!ts.isFunctionDeclaration(node)) return [];
    if (!node.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.ExportKeyword)) return [];
    const first = node.parameters[0]?.type?.getText() ?? "";
    return /^(Actor|Person|Visitor)\b/.test(first) && node.name ? [node.name.text] : [];
  });
}

describe("domains", () => {
  test("hold role files only", () => {
    const plays = (path: string) =>
      ROLES.has(roleOf(path)) ||
      (roleOf(path) === "adapters" && WITH_ADAPTERS.has(path.split("/")[1] ?? ""));
    expect(inDomains.filter((path) => !plays(path))).toEqual([]);
  });
  test("have the same names in components", () => {
    const folders = foldersOf("components").filter((name) => !UI_FOUNDATIONS.has(name));
    const known = new Set([...domains, ...SHOWN_FOUNDATIONS]);
    expect(folders.filter((name) => !known.has(name))).toEqual([]);
  });
  test("have the same names in the database's schema", () => {
    const names = readdirSync("prisma/schema").map((name) => name.replace(/\.prisma$/, ""));
    const known = new Set([...domains, ...FOUNDATIONS, "main"]);
    expect(names.filter((name) => !known.has(name))).toEqual([]);
  });
});

describe("server files", () => {
  test("say that they are server-only", () => {
    const files = having("queries", "commands", "jobs", "sql", "adapters");
    expect(files.filter((file) => firstStatement(file) !== 'import "server-only";')).toEqual([]);
  });
  test("of actions are server action files", () => {
    const files = having("actions");
    expect(files.filter((file) => firstStatement(file) !== '"use server";')).toEqual([]);
  });
  test("check permission first", () => {
    const found = having("queries", "commands")
      .filter((file) => !BEFORE_ANYBODY.has(file))
      .flatMap((file) => unguarded(file).map((problem) => `${file}: ${problem}`));
    expect(found).toEqual([]);
  });
  test("of commands leave a line in the audit for each change", () => {
    const audited = recording(namesUsed());
    const found = having("commands").flatMap((file) =>
      commandsOf(file)
        .filter((name) => !audited.has(name) && !(name in UNAUDITED))
        .map((name) => `${file}: ${name} records no audit event`),
    );
    expect(found).toEqual([]);
  });
  test("hold SQL only where SQL belongs", () => {
    const allowed = /^lib\/(db|access|audit|queue|events|testing|server|worker)\//;
    const found = sources.filter(
      (file) =>
        !allowed.test(file) &&
        !["queries", "commands", "sql", "jobs"].includes(roleOf(file)) &&
        /\b(SELECT|INSERT INTO|UPDATE|DELETE FROM)\s+[\w"*]+/.test(readFileSync(file, "utf8")) &&
        /\bpool\(\)|\.query\(/.test(readFileSync(file, "utf8")),
    );
    expect(found).toEqual([]);
  });
});

describe("addresses", () => {
  test("of our own pages are built by lib/core/routes, never written by hand", () => {
    const screens = [...filesBelow("app", /\.tsx?$/), ...filesBelow("components", /\.tsx?$/)];
    const byHand = /(?:href=|\.(?:push|replace)\(|redirect\()\s*\{?["'`]\/(?!["'`])/;
    expect(
      screens.filter((file) => !isTest(file) && byHand.test(readFileSync(file, "utf8"))),
    ).toEqual([]);
  });
});

describe("sleeps and exemptions", () => {
  const everything = ["app", "components", "lib", "e2e", "scripts", "bench", "examples"]
    .flatMap((folder) => filesBelow(folder, /\.(tsx?|mjs)$/))
    .filter((file) => !file.endsWith("architecture.test.ts"));
  test("no lint or type rule is switched off for a place", () => {
    const exemption = /@ts-(?:ignore|expect-error|nocheck)|biome-ignore|eslint-disable/;
    expect(everything.filter((file) => exemption.test(readFileSync(file, "utf8")))).toEqual([]);
  });
  test("no journey sleeps", () => {
    const journeys = filesBelow("e2e", /\.ts$/);
    expect(journeys.filter((file) => /waitForTimeout/.test(readFileSync(file, "utf8")))).toEqual(
      [],
    );
  });
});

describe("documentation", () => {
  test("the configuration reference has every variable's default and meaning", () => {
    const expected = Object.entries(envSchema.shape).map(([name, schema]) => {
      const initial = schema.safeParse(undefined);
      const value = initial.success ? String(initial.data ?? "") : "";
      const shown = value.replace(`${process.cwd()}/`, "");
      return `| \`${name}\` | ${shown === "" ? "" : `\`${shown}\``} | ${schema.description ?? ""} |`;
    });
    const documented = readFileSync("docs/configuration.md", "utf8")
      .split("\n")
      .filter((line) => line.startsWith("| `"));
    expect(documented).toEqual(expected);
  });
});
