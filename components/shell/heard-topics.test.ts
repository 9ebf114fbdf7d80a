import { expect, test } from "vitest";
import { HeardTopics } from "./heard-topics";

const heard = (...messages: [topics: string[], now: number, resync?: true][]) => {
  const topics = new HeardTopics();
  for (const [names, now, resync] of messages)
    topics.note({ topics: names, ...(resync ? { resync } : {}) }, now);
  return topics;
};

test("a screen that was read before its topic was heard of has missed it, and one that was read later has not", () => {
  const topics = heard([["job:1", "jobs"], 10], [["job:2"], 20], [["job:1"], 30]);
  expect(topics.isNews(["job:2"], 15)).toBe(true);
  expect(topics.isNews(["job:2"], 20)).toBe(true);
  expect(topics.isNews(["job:2"], 21)).toBe(false);
  expect(topics.isNews(["job:1"], 25), "the last time counts").toBe(true);
  expect(topics.isNews(["job:3", "jobs"], 10), "one of several").toBe(true);
  expect(topics.isNews(["job:3", "jobs"], 11)).toBe(false);
  expect(topics.isNews([], 0)).toBe(false);
});

test("after a gap any topic may have changed", () => {
  const topics = heard([["job:1"], 10], [[], 20, true], [["job:2"], 30]);
  expect(topics.isNews(["job:3"], 20)).toBe(true);
  expect(topics.isNews(["job:3"], 21)).toBe(false);
  expect(topics.isNews(["job:2"], 21)).toBe(true);
});

test("a page that stays open for days remembers a bounded number of topics, and forgets none of their news", () => {
  const topics = new HeardTopics();
  for (let at = 0; at < 2_500; at += 1) topics.note({ topics: [`run:${at}`] }, at);
  for (let at = 0; at < 2_500; at += 1) expect(topics.isNews([`run:${at}`], at)).toBe(true);
  expect(topics.isNews(["run:2400"], 2_401)).toBe(false);
});
