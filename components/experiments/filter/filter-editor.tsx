"use client";
import {
  acceptCompletion,
  autocompletion,
  type CompletionContext,
  type CompletionResult,
  completionKeymap,
  startCompletion,
} from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { EditorState, type Extension, RangeSetBuilder } from "@codemirror/state";
import {
  Decoration,
  type DecorationSet,
  EditorView,
  keymap,
  placeholder,
  ViewPlugin,
  type ViewUpdate,
} from "@codemirror/view";
import { useEffect } from "react";
import { useEditor } from "@/components/ui/use-editor";
import { highlightSearch, type TokenRole } from "@/lib/core/search/highlight";
import { editorTheme } from "./editor-theme";
import type { FilterSuggestion } from "./filter-suggestions";

const ROLE_STYLES: Readonly<Record<TokenRole, string>> = {
  name: "text-accent-fg",
  keyword: "font-semibold text-fg",
  operator: "text-muted",
  string: "text-success-fg",
  number: "text-info-fg",
  problem: "underline decoration-danger decoration-wavy underline-offset-3",
};

const MARKS = Object.fromEntries(
  Object.entries(ROLE_STYLES).map(([role, style]) => [role, Decoration.mark({ class: style })]),
);

function colours(view: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to, role } of highlightSearch(view.state.doc.toString())) {
    const mark = MARKS[role];
    if (mark && to > from) builder.add(from, to, mark);
  }
  return builder.finish();
}

const highlighting = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;
    constructor(view: EditorView) {
      this.decorations = colours(view);
    }
    update(update: ViewUpdate) {
      if (update.docChanged) this.decorations = colours(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

const oneLine: Extension = [
  EditorView.clipboardInputFilter.of((text) => text.replaceAll(/\s*\n\s*/g, " ")),
  EditorState.transactionFilter.of((transaction) =>
    transaction.newDoc.lines > 1 ? [] : transaction,
  ),
];

export interface FilterEditorProps {
  /** Its accessible name. */
  label: string;
  value: string;
  placeholder: string;
  onChange: (text: string) => void;
  /** Enter, and a value that was picked. */
  onSubmit: (text: string) => void;
  onBlur: (text: string) => void;
  suggest: (text: string, cursor: number) => { from: number; suggestions: FilterSuggestion[] };
  isInvalid: boolean;
  /** Changes when the editor should take the focus. */
  focusRequest: number;
}

function completionsOf(props: { current: FilterEditorProps }) {
  const complete = (context: CompletionContext): CompletionResult | null => {
    const text = context.state.doc.toString();
    const { from, suggestions } = props.current.suggest(text, context.pos);
    if (suggestions.length === 0) return null;
    return {
      from,
      filter: false,
      // At once: a list that is only found anew takes no Enter until then, and that would ask half a filter.
      update: (_current, _from, _to, next) => complete(next),
      options: suggestions.map(({ label, insert, detail }) => ({
        label,
        ...(detail ? { detail } : {}),
        apply: (view: EditorView, _completion: unknown, start: number, end: number) => {
          view.dispatch({
            changes: { from: start, to: end, insert },
            selection: { anchor: start + insert.length },
            userEvent: "input.complete",
          });
          startCompletion(view);
        },
      })),
    };
  };
  return complete;
}

function keysOf(props: { current: FilterEditorProps }): Extension {
  return keymap.of([
    { key: "Tab", run: acceptCompletion },
    ...completionKeymap,
    {
      key: "Enter",
      run: (view) => {
        props.current.onSubmit(view.state.doc.toString());
        return true;
      },
    },
    {
      key: "Escape",
      run: (view) => {
        view.contentDOM.blur();
        return true;
      },
    },
    ...historyKeymap,
    ...defaultKeymap,
  ]);
}

function extensionsOf(props: { current: FilterEditorProps }): Extension {
  return [
    history(),
    oneLine,
    highlighting,
    editorTheme,
    placeholder(props.current.placeholder),
    autocompletion({
      override: [completionsOf(props)],
      icons: false,
      activateOnTypingDelay: 60,
      // Whoever types fast presses Enter as soon as the list is there.
      interactionDelay: 0,
    }),
    keysOf(props),
    EditorView.contentAttributes.of({
      "aria-label": props.current.label,
      "aria-multiline": "false",
      spellcheck: "false",
      autocapitalize: "off",
    }),
    EditorView.updateListener.of((update) => {
      if (update.docChanged) props.current.onChange(update.state.doc.toString());
    }),
    EditorView.domEventHandlers({
      blur: (_event, view) => props.current.onBlur(view.state.doc.toString()),
      focus: (_event, view) => {
        if (view.state.doc.length === 0) startCompletion(view);
      },
    }),
  ];
}

/** One line of a filter: coloured, completed, undone. The text is the caller's; this only edits it. */
export function FilterEditor(props: FilterEditorProps) {
  const { isInvalid, focusRequest } = props;
  const { host, view } = useEditor(props, extensionsOf);
  useEffect(() => {
    view.current?.contentDOM.setAttribute("aria-invalid", String(isInvalid));
  }, [isInvalid, view]);
  useEffect(() => {
    if (focusRequest > 0) view.current?.focus();
  }, [focusRequest, view]);
  return <div ref={host} className="min-w-0 grow" />;
}
