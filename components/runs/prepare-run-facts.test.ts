import { describe, expect, it } from "vitest";
import { prepareRunFacts } from "./prepare-run-facts";

describe("what tags say about a run", () => {
  it("is where it came from, with a link to the commit", () => {
    const facts = prepareRunFacts([
      { key: "mlflow.source.name", value: "train.py" },
      { key: "mlflow.source.type", value: "LOCAL" },
      { key: "mlflow.source.git.commit", value: "9c1f5a0e2b7d" },
      { key: "mlflow.source.git.repoURL", value: "git@github.com:acme/churn.git" },
      { key: "mlflow.source.git.branch", value: "main" },
    ]);
    expect(facts.source).toBe("train.py");
    expect(facts.sourceKind).toBe("Local script");
    expect(facts.git).toEqual({
      commit: "9c1f5a0e2b7d",
      branch: "main",
      repository: "git@github.com:acme/churn.git",
      url: "https://github.com/acme/churn/commit/9c1f5a0e2b7d",
    });
  });

  it("leaves out what opens a repository", () => {
    const facts = prepareRunFacts([
      { key: "mlflow.source.git.commit", value: "9c1f5a0e2b7d" },
      { key: "mlflow.source.git.repoURL", value: "https://ada:secret@github.com/acme/churn.git" },
    ]);
    expect(facts.git).toMatchObject({
      repository: "https://github.com/acme/churn.git",
      url: "https://github.com/acme/churn/commit/9c1f5a0e2b7d",
    });
    expect(JSON.stringify(facts)).not.toContain("secret");
  });

  it("is what it ran in, in the order of the page and with the better of two names", () => {
    const facts = prepareRunFacts([
      { key: "mlflow.databricks.cluster.id", value: "0923-164208" },
      { key: "mlflow.project.env", value: "conda" },
      { key: "mlflow.docker.image.name", value: "trainer" },
      { key: "mlflow.docker.image.uri", value: "registry.example/trainer:3" },
      { key: "mlflow.project.backend", value: "" },
    ]);
    expect(facts.surroundings).toEqual([
      { term: "Docker image", value: "registry.example/trainer:3" },
      { term: "Project environment", value: "conda" },
      { term: "Databricks cluster", value: "0923-164208" },
    ]);
  });

  it("parts what people wrote from what clients wrote, and the note from both", () => {
    const facts = prepareRunFacts([
      { key: "mlflow.note.content", value: "# Note" },
      { key: "mlflow.user", value: "ada" },
      { key: "team", value: "growth" },
    ]);
    expect(facts.note).toBe("# Note");
    expect(facts.tags).toEqual([{ key: "team", value: "growth" }]);
    expect(facts.systemTags).toEqual([{ key: "mlflow.user", value: "ada" }]);
  });

  it("is nothing where nothing was said", () => {
    expect(prepareRunFacts([])).toMatchObject({ note: "", source: null, git: null, tags: [] });
  });
});
