"use client";
import { defaultKeymap, history, historyKeymap, indentWithTab } from "@codemirror/commands";
import { yaml } from "@codemirror/lang-yaml";
import { EditorState, type Extension } from "@codemirror/state";
import { EditorView, keymap, lineNumbers } from "@codemirror/view";
import { type Ref, type RefObject, useEffect, useImperativeHandle, useRef } from "react";
import { useLatest } from "@/components/tables/use-latest";
import { cn } from "@/components/ui/class-names";
import { controlStyles } from "@/components/ui/control-styles";
import { TAKES_ESCAPE } from "@/components/ui/dialog";
import { useEditorField } from "@/components/ui/field-context";
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
  ".cm-content": { minHeight: "20rem", padding: "0.375rem 0", caretColor: "var(--fg)" },
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

function watchLeaving(view: EditorView): void {
  setLeaving(view, false);
  // The editor's own listeners pass over an Escape that was kept from the dialog.
  view.dom.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") setLeaving(view, true);
    else if (key !== "Tab" && !MODIFIERS.has(key)) setLeaving(view, false);
  });
  view.dom.addEventListener("focusout", () => setLeaving(view, false));
}

export interface DeclarationEditorProps {
  value: string;
  onChange: (text: string) => void;
  onBlur: () => void;
  /** Lines that something is wrong with, from 1. */
  wrongLines: readonly number[];
  /** Takes the focus, as a control of a form does. */
  ref?: Ref<{ focus: () => void }>;
}

const extensionsOf = (props: RefObject<DeclarationEditorProps>): Extension => [
  lineNumbers(),
  history(),
  editorMarks,
  yaml(),
  theme,
  keymap.of([indentWithTab, ...historyKeymap, ...defaultKeymap]),
  EditorView.contentAttributes.of({ spellcheck: "false", autocapitalize: "off" }),
  EditorView.updateListener.of(({ docChanged, state }) => {
    if (docChanged) props.current.onChange(state.doc.toString());
  }),
  EditorView.domEventHandlers({ blur: () => props.current.onBlur() }),
];

/** Marks the lines, and shows the first of them to who is not writing just now. */
function showWrong(view: EditorView, lines: readonly number[]): void {
  const { doc } = view.state;
  const first = lines[0];
  const isShown = first !== undefined && first <= doc.lines && !view.hasFocus;
  view.dispatch({
    effects: [
      markLines.of(lines),
      ...(isShown ? [EditorView.scrollIntoView(doc.line(first).from, { y: "center" })] : []),
    ],
    ...(isShown ? { selection: { anchor: doc.line(first).from } } : {}),
  });
}

function useEditor(props: DeclarationEditorProps) {
  const host = useRef<HTMLDivElement>(null);
  const view = useRef<EditorView>(undefined);
  const latest = useLatest(props);
  useEffect(() => {
    if (!host.current) return;
    const editor = new EditorView({
      parent: host.current,
      state: EditorState.create({ doc: latest.current.value, extensions: extensionsOf(latest) }),
    });
    watchLeaving(editor);
    view.current = editor;
    return () => editor.destroy();
  }, [latest]);
  return { host, view };
}

/** YAML with the numbers of its lines. Tab indents; Escape and then Tab leaves it. */
export function DeclarationEditor(props: DeclarationEditorProps) {
  const { value, wrongLines, ref } = props;
  const { host, view } = useEditor(props);
  const field = useEditorField();
  useEffect(() => {
    for (const [name, said] of Object.entries(field)) {
      if (said === undefined) view.current?.contentDOM.removeAttribute(name);
      else view.current?.contentDOM.setAttribute(name, said);
    }
  }, [field, view]);
  useEffect(() => {
    const editor = view.current;
    if (editor && editor.state.doc.toString() !== value)
      editor.dispatch({ changes: { from: 0, to: editor.state.doc.length, insert: value } });
  }, [value, view]);
  const lines = wrongLines.join(" ");
  useEffect(() => {
    const editor = view.current;
    if (editor) showWrong(editor, lines === "" ? [] : lines.split(" ").map(Number));
  }, [lines, view]);
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
