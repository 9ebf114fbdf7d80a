import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parse } from "yaml";
import { CARD_RATINGS, type CardDocument, cardDocument } from "../schema/cards";
import { cardHtml } from "./card-html";
import { huggingFaceCard, huggingFaceMetadata } from "./card-huggingface";
import { escapeMarkdown, markdownToHtml } from "./card-markup";
import type { CardDto } from "./cards";

const HOSTILE = [
  "<script>alert(1)</script>",
  '"><img src=x onerror=alert(1)>',
  "[x](javascript:alert(1))",
  "![x](https://elsewhere.example/pixel.png)",
  "<style>*{display:none}</style>",
  "---\nlicense: mit\n---",
  "| a | b |\n| - | - |\n| <b> | &lt;i&gt; |",
  "```html\n<script>\n```",
  "[ref]: data:text/html,<script> 'title'\n[x][ref]",
  "</dd></dl><h1 onclick=x>",
  "&#60;script&#62; &amp; 'quoted'",
];

const text = fc.oneof(fc.constantFrom(...HOSTILE), fc.string({ unit: "grapheme", maxLength: 60 }));
const line = text.map((value) => value.trim().slice(0, 300));
const name = line.map((value) => value || "name");
const dataset = fc.record({ name, version: line, reference: line });
const documents: fc.Arbitrary<CardDocument> = fc.record({
  summary: text,
  task: line,
  libraries: fc.array(name, { maxLength: 3 }),
  tags: fc.array(name, { maxLength: 3 }),
  intendedUse: text,
  outOfScope: text,
  limitations: text,
  interface: text,
  trainingData: text,
  trainingDatasets: fc.array(dataset, { maxLength: 3 }),
  evaluation: text,
  evaluationDatasets: fc.array(dataset, { maxLength: 3 }),
  results: fc.array(
    fc.record({
      metric: name,
      value: fc.double({ noNaN: true, noDefaultInfinity: true }),
      slice: line,
      dataset: line,
    }),
    { maxLength: 5 },
  ),
  ethics: text,
  owner: line,
  contact: line,
  licence: line,
  riskRating: fc.constantFrom(...CARD_RATINGS),
  riskReason: text,
  sections: fc.array(fc.record({ title: name, text }), { maxLength: 3 }),
});

const cardOf = (document: CardDocument, model = "churn"): CardDto => ({
  model,
  version: 3,
  number: 2,
  hash: "ab".repeat(32),
  author: "ada@example.org",
  note: "",
  changes: [],
  createdAt: 0,
  document,
  missing: [],
});

/** Tags of a text, as a browser would read them: nothing of ours has a ">" in an attribute. */
const tagsOf = (html: string) => [...html.matchAll(/<[^>]*>?/g)].map(([tag]) => tag);
const PLAIN =
  /^<\/?(p|h[1-6]|ul|ol|li|blockquote|pre|code|em|strong|del|sup|table|thead|tbody|tr|th|td|br|hr|a)>$/;
const LINK = /^<a href="(https?:|mailto:)[^"<>]*" rel="noreferrer noopener nofollow ugc">$/i;
const OURS =
  /^<(\/?(html|head|title|style|body|main|section|dl|dt|dd|footer|span)|!doctype html|html lang="en"|meta [a-z-]+="[^"<>]*"( content="[^"<>]*")?|p class="lead"|td class="number")>$/;

describe("Markdown as HTML", () => {
  it("is made of a few plain elements and links to the web, whatever was written", () => {
    fc.assert(
      fc.property(fc.array(text, { maxLength: 6 }), (parts) => {
        const html = markdownToHtml(parts.join("\n\n"));
        for (const tag of tagsOf(html)) expect(PLAIN.test(tag) || LINK.test(tag), tag).toBe(true);
      }),
      { numRuns: 300 },
    );
  });

  it("keeps what it may say", () => {
    const html = markdownToHtml(
      "# Use\n\n**Bold** and `code`, [site](https://example.org/?a=1&b=2).\n\n- [x] done\n\n| a |\n| - |\n| 1 |",
    );
    expect(html).toContain("<h3>Use</h3>");
    expect(html).toContain("<strong>Bold</strong>");
    expect(html).toContain('href="https://example.org/?a=1&amp;b=2"');
    expect(html).toContain("☑");
    expect(html).toContain("<td>1</td>");
  });

  it("fetches nothing: a picture is a link to it", () => {
    const html = markdownToHtml("![chart](https://elsewhere.example/a.png)");
    expect(html).not.toContain("<img");
    expect(html).toContain("Picture: chart");
  });
});

describe("the page for print", () => {
  it("lets no markup through, from whichever field", () => {
    fc.assert(
      fc.property(documents, text, (document, model) => {
        const html = cardHtml(cardOf(document, model));
        for (const tag of tagsOf(html))
          expect(PLAIN.test(tag) || LINK.test(tag) || OURS.test(tag), tag).toBe(true);
      }),
      { numRuns: 200 },
    );
  });
});

describe("the card for the Hugging Face Hub", () => {
  const frontMatter = (card: string) => {
    const [, matter = ""] = /^---\n([\s\S]*?\n)---\n/.exec(card) ?? [];
    return parse(matter);
  };

  it("has front matter that says the same after a YAML parser has read it", () => {
    fc.assert(
      fc.property(documents, text, (document, model) => {
        const card = cardOf(document, model);
        expect(frontMatter(huggingFaceCard(card))).toEqual(huggingFaceMetadata(card));
      }),
      { numRuns: 300 },
    );
  });

  it("names results by what they were measured on, and a licence as the Hub does", () => {
    const document = cardDocument.parse({
      licence: "Apache-2.0",
      task: "tabular-classification",
      libraries: ["sklearn"],
      trainingDatasets: [{ name: "spring" }],
      evaluationDatasets: [{ name: "holdout", version: "4" }],
      results: [
        { metric: "auc", value: 0.9, dataset: "holdout" },
        { metric: "loss", value: 0.1, dataset: "holdout" },
        { metric: "auc", value: 0.7, dataset: "holdout", slice: "region/eu" },
      ],
    });
    expect(huggingFaceMetadata(cardOf(document))).toEqual({
      license: "apache-2.0",
      library_name: "sklearn",
      pipeline_tag: "tabular-classification",
      datasets: ["spring"],
      metrics: ["auc", "loss"],
      "model-index": [
        {
          name: "churn",
          results: [
            {
              task: { type: "tabular-classification" },
              dataset: { name: "holdout", type: "holdout", revision: "4" },
              metrics: [
                { type: "auc", value: 0.9, name: "auc" },
                { type: "loss", value: 0.1, name: "loss" },
              ],
            },
            {
              task: { type: "tabular-classification" },
              dataset: {
                name: "holdout",
                type: "holdout",
                revision: "4",
                args: { slice: "region/eu" },
              },
              metrics: [{ type: "auc", value: 0.7, name: "auc (region: eu)" }],
            },
          ],
        },
      ],
      slipway: { model: "churn", version: 3, card: 2, sha256: "ab".repeat(32) },
    });
    const own = cardDocument.parse({ licence: "Our own terms" });
    expect(huggingFaceMetadata(cardOf(own))).toMatchObject({
      license: "other",
      license_name: "Our own terms",
    });
  });

  it("shows names as they are, whatever they would mean in Markdown", () => {
    fc.assert(
      fc.property(line, (value) => {
        const html = markdownToHtml(escapeMarkdown(value));
        // An address becomes a link to itself, with or without marks before its letters.
        for (const tag of tagsOf(html))
          expect(/^<\/?(p|a)>$/.test(tag) || LINK.test(tag), tag).toBe(true);
      }),
    );
  });
});
