import { HighlightStyle, syntaxHighlighting } from "@codemirror/language";
import { type Extension, RangeSet, StateEffect, StateField, type Text } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  GutterMarker,
  gutterLineClass,
  MatchDecorator,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { tags } from "@lezer/highlight";

/** Which lines something is wrong with, from 1. */
export const markLines = StateEffect.define<readonly number[]>();

const WRONG_LINE = Decoration.line({ class: "cm-wrong" });
const WRONG_NUMBER = new (class extends GutterMarker {
  override elementClass = "cm-wrong";
})();

interface Marks {
  lines: DecorationSet;
  numbers: RangeSet<GutterMarker>;
}

function marksOf(text: Text, wrong: readonly number[]): Marks {
  const inText = new Set(wrong.map((line) => Math.max(1, Math.min(line, text.lines))));
  const starts = [...inText].sort((a, b) => a - b).map((line) => text.line(line).from);
  return {
    lines: Decoration.set(starts.map((from) => WRONG_LINE.range(from))),
    numbers: RangeSet.of(starts.map((from) => WRONG_NUMBER.range(from))),
  };
}

const wrongLines = StateField.define<Marks>({
  create: () => ({ lines: Decoration.none, numbers: RangeSet.empty }),
  update({ lines, numbers }, { effects, changes, newDoc }) {
    const given = effects.find((effect) => effect.is(markLines));
    if (given) return marksOf(newDoc, given.value);
    return { lines: lines.map(changes), numbers: numbers.map(changes) };
  },
  provide: (field) => [
    EditorView.decorations.from(field, ({ lines }) => lines),
    gutterLineClass.from(field, ({ numbers }) => numbers),
  ],
});

const places = new MatchDecorator({
  regexp: /\{\{\s*[A-Za-z_]\w*\s*\}\}/g,
  decoration: Decoration.mark({ class: "font-semibold text-info-fg" }),
});

/** `{{ name }}`, where the value of a parameter will stand. */
const placeMarks = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = places.createDeco(view);
    }
    update(update: ViewUpdate) {
      this.decorations = places.updateDeco(update, this.decorations);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const colours = HighlightStyle.define([
  { tag: tags.definition(tags.propertyName), class: "text-accent-fg" },
  { tag: tags.string, class: "text-success-fg" },
  { tag: [tags.lineComment, tags.separator, tags.punctuation], class: "text-muted" },
  { tag: [tags.squareBracket, tags.brace], class: "text-muted" },
  { tag: [tags.keyword, tags.typeName, tags.labelName, tags.meta], class: "text-warning-fg" },
]);

/** What is seen of a declaration beside its letters. What comes first is the innermost. */
export const editorMarks: Extension = [placeMarks, syntaxHighlighting(colours), wrongLines];
