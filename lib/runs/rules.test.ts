import { describe, expect, it } from "vitest";
import {
  betterDirection,
  commitUrl,
  HEARTBEAT_LOST_MS,
  RUN_COLORS,
  runColor,
  stateOf,
} from "./rules";

describe("a run's colour", () => {
  it("differs between any sixteen runs logged one after the other", () => {
    const colors = Array.from({ length: RUN_COLORS }, (_, index) => runColor(1000 + index));
    expect(new Set(colors).size).toBe(RUN_COLORS);
  });
});

describe("a run's state", () => {
  it("is heartbeat lost once a running run has been silent for too long", () => {
    expect(stateOf("RUNNING", 0, HEARTBEAT_LOST_MS)).toBe("RUNNING");
    expect(stateOf("RUNNING", 0, HEARTBEAT_LOST_MS + 1)).toBe("HEARTBEAT_LOST");
  });

  it("stays what the client said once the run has ended", () => {
    expect(stateOf("FINISHED", 0, HEARTBEAT_LOST_MS * 10)).toBe("FINISHED");
    expect(stateOf("KILLED", 0, HEARTBEAT_LOST_MS * 10)).toBe("KILLED");
  });
});

describe("the page of a commit", () => {
  const commit = "9c1f5a0e2b7d4c6f8a1b3d5e7f90123456789abc";

  it.each([
    ["https://github.com/acme/churn.git", `https://github.com/acme/churn/commit/${commit}`],
    ["git@github.com:acme/churn.git", `https://github.com/acme/churn/commit/${commit}`],
    ["ssh://git@git.acme.org:2222/ml/churn", `https://git.acme.org/ml/churn/commit/${commit}`],
    ["https://gitlab.com/acme/ml/churn.git", `https://gitlab.com/acme/ml/churn/-/commit/${commit}`],
    ["https://bitbucket.org/acme/churn", `https://bitbucket.org/acme/churn/commits/${commit}`],
    ["https://ada:secret@github.com/acme/churn", `https://github.com/acme/churn/commit/${commit}`],
  ])("of %s is %s", (repository, url) => expect(commitUrl(repository, commit)).toBe(url));

  it.each([
    "/home/ada/churn",
    "javascript:alert(1)//x",
    "file:///etc/passwd",
    "https://github.com",
    "",
  ])("does not exist for %s", (repository) => expect(commitUrl(repository, commit)).toBeNull());

  it("does not exist for what is no commit", () => {
    expect(commitUrl("https://github.com/acme/churn", "main?x=<y>")).toBeNull();
  });
});

describe("the direction in which a metric gets better", () => {
  it.each([
    "loss",
    "val/loss",
    "val_rmse",
    "eval/log_loss",
    "MAE",
    "test error",
    "mean_squared_error",
  ])("is lower for %s", (metric) => expect(betterDirection(metric)).toBe("lower"));
  it.each(["accuracy", "val/acc", "roc_auc", "F1", "f1_score", "precision@10", "r2", "mAP"])(
    "is higher for %s",
    (metric) => expect(betterDirection(metric)).toBe("higher"),
  );
  it.each(["lr", "epoch", "glossary", "accumulated_steps", "system/cpu_error"])(
    "is not said by %s",
    (metric) => expect(betterDirection(metric)).toBeNull(),
  );
});
