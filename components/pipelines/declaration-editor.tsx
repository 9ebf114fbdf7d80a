"use client";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import type { Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers, ViewPlugin } from "@codemirror/view";
import { type Ref, type RefObject, useEffect, useImperativeHandle } from "react";
import { useLatest } from "@/components/tables/use-latest";
import { cn } from "@/components/ui/class-names";
import { controlStyles } from "@/components/ui/control-styles";
import { TAKES_ESCAPE } from "@/components/ui/dialog";
import { useEditorField } from "@/components/ui/field-context";
import { useEditor } from "@/components/ui/use-editor";
import { editorMarks, markLines } from "./editor-marks";

const theme = EditorView.theme({
  "&": { background: "transparent", fontSize: "inherit" },
  "&.cm-focused": { outline: "none" },
  ".cm-scroller": {
    fontFamily: "inherit",
    lineHeight: "1.25rem",
    maxHeight: "30rem",
    overflow: "auto",
  },
  ".cm-content, .cm-gutter": { minHeight: "20rem" },
  ".cm-content": { padding: "0.375rem 0", caretColor: "var(--fg)" },
  ".cm-line": { padding: "0 0.625rem" },
  ".cm-gutters": {
    border: "none",
    borderRight: "1px solid var(--line)",
    background: "var(--sunken)",
    color: "var(--subtle)",
  },
  ".cm-lineNumbers .cm-gutterElement": { padding: "0 0.5rem", minWidth: "2.25rem" },
  ".cm-line.cm-wrong": {
    background: "var(--danger-bg)",
    boxShadow: "inset 2px 0 0 var(--danger)",
  },
  ".cm-gutterElement.cm-wrong": {
    background: "var(--danger-bg)",
    color: "var(--danger-fg)",
    fontWeight: "600",
  },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground, ::selection": {
    background: "var(--accent-soft)",
  },
});

/** After Escape, Tab goes on to the next control and another Escape is the dialog's, until something is written. */
function setLeaving(view: EditorView, isLeaving: boolean): void {
  view.setTabFocusMode(isLeaving);
  view.dom.toggleAttribute(TAKES_ESCAPE, !isLeaving);
}

const MODIFIERS = new Set(["Shift", "Control", "Alt", "Meta"]);

const leaving = ViewPlugin.define((view) => {
  view.dom.toggleAttribute(TAKES_ESCAPE, true);
  // The editor's own listeners pass over an Escape that was kept from the dialog.
  view.dom.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") setLeaving(view, true);
    else if (key !== "Tab" && !MODIFIERS.has(key)) setLeaving(view, false);
  });
  view.dom.addEventListener("focusout", () => setLeaving(view, false));
  return {};
});

export interface DeclarationEditorProps {
  value: string;
  onChange: (text: string) => void;
  onBlur: () => void;
  /** Lines that something is wrong with, from 1. */
  wrongLines: readonly number[];
  /** How often the form was sent: each time, the cursor goes to the first of these lines. */
  sent: number;
  /** Takes the focus, as a control of a form does. */
  ref?: Ref<{ focus: () => void }>;
}

const extensionsOf = (props: RefObject<DeclarationEditorProps>): Extension => [
  lineNumbers(),
  history(),
  editorMarks,
  yaml(),
  theme,
  leaving,
  keymap.of([indentWithTab, ...historyKeymap, ...defaultKeymap]),
  EditorView.contentAttributes.of({ spellcheck: "false", autocapitalize: "off" }),
  EditorView.updateListener.of(({ docChanged, state }) => {
    if (docChanged) props.current.onChange(state.doc.toString());
  }),
  EditorView.domEventHandlers({ blur: () => props.current.onBlur() }),
];

function goToLine(view: EditorView, line: number): void {
  const { from } = view.state.doc.line(Math.min(line, view.state.doc.lines));
  const effects = EditorView.scrollIntoView(from, { y: "center" });
  view.dispatch({ selection: { anchor: from }, effects });
}

/** YAML with the numbers of its lines. Tab indents; Escape and then Tab leaves it. */
export function DeclarationEditor(props: DeclarationEditorProps) {
  const { wrongLines, sent, ref } = props;
  const { host, view } = useEditor(props, extensionsOf);
  const field = useEditorField();
  useEffect(() => {
    for (const [name, said] of Object.entries(field)) {
      if (said === undefined) view.current?.contentDOM.removeAttribute(name);
      else view.current?.contentDOM.setAttribute(name, said);
    }
  }, [field, view]);
  const lines = wrongLines.join(" ");
  useEffect(() => {
    const marked = lines === "" ? [] : lines.split(" ").map(Number);
    view.current?.dispatch({ effects: markLines.of(marked) });
  }, [lines, view]);
  const latestLines = useLatest(wrongLines);
  useEffect(() => {
    const first = sent > 0 ? latestLines.current[0] : undefined;
    if (view.current && first !== undefined) goToLine(view.current, first);
  }, [sent, latestLines, view]);
  useImperativeHandle(ref, () => ({ focus: () => view.current?.focus() }), [view]);
  return (
    <div
      ref={host}
      data-invalid={field["aria-invalid"] === undefined ? undefined : true}
      className={cn(
        controlStyles,
        "overflow-hidden font-mono text-xs focus-within:border-ring focus-within:outline-2 focus-within:outline-ring/35 data-invalid:border-danger",
      )}
    />
  );
}
