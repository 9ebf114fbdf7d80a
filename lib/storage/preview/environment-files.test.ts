import { describe, expect, it } from "vitest";
import { parseCondaFile, parsePythonEnv, parseRequirements } from "./environment-files";

const versions = (packages: readonly { name: string; version: string }[]) =>
  Object.fromEntries(packages.map(({ name, version }) => [name, version]));

describe("requirements.txt", () => {
  it("is names and versions, without comments, options and hashes", () => {
    const packages = parseRequirements(`# made by pip
-r other.txt
--extra-index-url https://user:secret@pypi.example/simple
mlflow==3.17.2
scikit-learn[extra] >=1.4,<2  # pinned by hand
numpy
torch==2.5.0; python_version >= "3.10"
pandas==2.2.0 \\
    --hash=sha256:aaaa
not a requirement!?
`);
    expect(versions(packages)).toMatchObject({
      mlflow: "3.17.2",
      "scikit-learn": ">=1.4,<2",
      numpy: "",
      torch: '2.5.0 (python_version >= "3.10")',
      pandas: "2.2.0",
    });
    expect(packages[0]?.requirement).toBe("mlflow==3.17.2");
  });

  it("shows no password of an address", () => {
    const packages = parseRequirements(
      "git+https://ada:secret@git.example/acme/churn.git@v2#egg=churn\nlocal @ https://token@files.example/local.whl\n",
    );
    expect(packages.map(({ name }) => name)).toEqual(["churn", "local"]);
    expect(JSON.stringify(packages)).not.toMatch(/secret|token/);
  });
});

describe("python_env.yaml", () => {
  it("keeps a version that YAML would read as a number", () => {
    const text =
      "python: 3.10\nbuild_dependencies:\n- pip==24\ndependencies:\n- -r requirements.txt\n";
    expect(parsePythonEnv(text)).toEqual({ python: "3.10", packages: [] });
  });

  it.each(["", "- a", "python: [", "a: &a [x]\nb: *c", "- ".repeat(100_000)])(
    "%j says nothing",
    (text) => {
      expect(parsePythonEnv(text)).toEqual({ python: null, packages: [] });
    },
  );
});

describe("conda.yaml", () => {
  it("is its own packages and those of pip, Python apart", () => {
    const { python, packages } = parseCondaFile(`name: mlflow-env
channels: [conda-forge]
dependencies:
- python=3.11.7
- pip<=23.3.1
- conda-forge::numpy=1.26.4=py311h64a7726_0
- pip:
  - mlflow==2.9.2
  - xgboost>=2
`);
    expect(python).toBe("3.11.7");
    expect(versions(packages)).toEqual({ numpy: "1.26.4", mlflow: "2.9.2", xgboost: ">=2" });
  });
});
