import { z } from "zod";
import { withoutCredentials } from "@/lib/core/text";
import type { EnvironmentFiles, Package } from "./preview";
import { parseYaml } from "./yaml-file";

type Environment = Omit<EnvironmentFiles, "files">;

const REQUIREMENT = /^([A-Za-z0-9][\w.-]*)\s*(?:\[[^\]]*\])?\s*(.*)$/;
const PIN = /^={1,3}\s*([^\s,;*=]+)$/;

function fromAddress(line: string): Package | null {
  const name =
    /[#&]egg=([\w.-]+)/.exec(line)?.[1] ?? /\/([\w.-]+?)(?:\.git)?(?:[@#?].*)?$/.exec(line)?.[1];
  return name ? { name, version: line, requirement: line } : null;
}

function toPackage(line: string): Package | null {
  if (/^(?:[a-z]+\+)?[a-z]+:\/\//i.test(line)) return fromAddress(line);
  const [, name, rest = ""] = REQUIREMENT.exec(line) ?? [];
  if (!name) return null;
  const [constraint = "", marker] = rest.split(/\s*;\s*/, 2);
  const pinned = PIN.exec(constraint)?.[1];
  const version = (pinned ?? constraint.replace(/^@\s*/, "")).trim();
  return { name, version: marker ? `${version} (${marker})` : version, requirement: line };
}

/** A line without its comment, and without options such as `--hash`. */
const plain = (line: string) =>
  withoutCredentials(
    line
      .replace(/(^|\s)#.*$/, "")
      .replace(/\s--?[a-z].*$/, "")
      .trim(),
  );

/** The packages that a `requirements.txt` names; its options and references to other files are left out. */
export function parseRequirements(text: string): Package[] {
  return text
    .replaceAll(/\\\r?\n/g, " ")
    .split(/\r?\n/)
    .flatMap((raw) => {
      const line = plain(raw);
      return line === "" || line.startsWith("-") ? [] : (toPackage(line) ?? []);
    });
}

const words = z.union([z.string(), z.number()]).transform(String);
const list = z.array(z.unknown()).catch([]);
const textsOf = (values: readonly unknown[]) =>
  values.filter((value): value is string => typeof value === "string");

const pythonEnv = z.object({ python: words.nullish().catch(null), dependencies: list });

/** `python_env.yaml`, in which a version such as 3.10 may stand without quotes. */
export function parsePythonEnv(text: string): Environment {
  const python = /^python:\s*["']?([\d.]+)/m.exec(text)?.[1] ?? null;
  const parsed = pythonEnv.safeParse(parseYaml(text));
  if (!parsed.success) return { python: null, packages: [] };
  return { python, packages: parseRequirements(textsOf(parsed.data.dependencies).join("\n")) };
}

const conda = z.object({ dependencies: list });
const pipSection = z.object({ pip: list });

/** A conda environment: its own packages and those that pip adds. */
export function parseCondaFile(text: string): Environment {
  const parsed = conda.safeParse(parseYaml(text));
  if (!parsed.success) return { python: null, packages: [] };
  const { dependencies } = parsed.data;
  const own = textsOf(dependencies).flatMap((line) => toPackage(condaLine(line)) ?? []);
  const pip = dependencies.flatMap((entry) => {
    const section = pipSection.safeParse(entry);
    return section.success ? parseRequirements(textsOf(section.data.pip).join("\n")) : [];
  });
  const python = own.find(({ name }) => name === "python");
  return {
    python: python?.version || null,
    packages: [...own.filter((entry) => entry !== python && entry.name !== "pip"), ...pip],
  };
}

/** "conda-forge::numpy=1.26.4=py311_0" is "numpy==1.26.4" to pip. */
function condaLine(line: string): string {
  const [name = "", version] = line
    .replace(/^.*::/, "")
    .trim()
    .split(/(?<![=<>!~])=(?!=)/, 3);
  return version === undefined ? name : `${name.trim()}==${version.trim()}`;
}
