// The editor: CodeMirror in an open shadow root, where its styles are adopted
// sheets, so that the page's policy needs no unsafe-inline. It writes through to
// the textarea of its form and shows the engine's findings as they come.
import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from '@codemirror/autocomplete';
import { defaultKeymap, history, historyKeymap } from '@codemirror/commands';
import { json } from '@codemirror/lang-json';
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from '@codemirror/language';
import { type Diagnostic, linter, lintGutter, lintKeymap } from '@codemirror/lint';
import { EditorState, type Text, type Transaction } from '@codemirror/state';
import { drawSelection, EditorView, highlightActiveLine, keymap, lineNumbers } from '@codemirror/view';
import { tags } from '@lezer/highlight';
import { completions } from './complete';
import { pointed, pointAt } from './point';

/** What a page may do with a mounted editor. */
export interface Editor {
  focus(): void;
  /** Puts the cursor at the start of a line, counted from 1. */
  show(line: number): void;
}

/** What the editor needs to ask: a kind of policy, and the addresses of findings and of completions. */
export interface Options {
  kind: string;
  lint: string;
  complete: string;
}

interface Finding {
  line: number;
  column: number;
  endLine?: number;
  endColumn?: number;
  severity: 'error' | 'warning' | 'advice';
  message: string;
  suggestion?: string;
}

const look = EditorView.theme({
  '&': { backgroundColor: 'transparent', color: 'var(--ink)', fontSize: '.875rem' },
  '&.cm-focused': { outline: '2px solid var(--link)', outlineOffset: '-2px' },
  '.cm-scroller': { fontFamily: 'var(--mono)', lineHeight: '1.6', padding: '.75rem 0' },
  '.cm-gutters': { backgroundColor: 'var(--raised)', color: 'var(--muted)', border: 'none' },
  '.cm-lineNumbers .cm-gutterElement': { minWidth: '2.25rem', padding: '0 .5rem 0 0' },
  '.cm-content': { caretColor: 'var(--ink)', padding: '0 1rem 0 0' },
  '.cm-cursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-activeLine': { backgroundColor: 'color-mix(in srgb, var(--link) 7%, transparent)' },
  '&.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground, .cm-selectionBackground': {
    background: 'color-mix(in srgb, var(--link) 24%, transparent)',
  },
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': { backgroundColor: 'color-mix(in srgb, var(--link) 20%, transparent)' },
  '.cm-tooltip': { backgroundColor: 'var(--raised)', border: '1px solid var(--hairline)', borderRadius: '6px', color: 'var(--ink)' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': { font: '.875rem/1.5 var(--mono)', maxWidth: 'min(44rem, 90vw)', maxHeight: '14rem' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': { padding: '.125rem .75rem' },
  '.cm-tooltip-autocomplete ul li[aria-selected]': { background: 'var(--link)', color: 'var(--on-link)' },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: '650' },
  '.cm-completionDetail': { font: '.8125rem/1.5 var(--face)', fontStyle: 'normal', marginLeft: '1rem', opacity: '.85' },
  '.cm-pointed': { backgroundColor: 'color-mix(in srgb, var(--link) 18%, transparent)', boxShadow: 'inset 3px 0 var(--link)' },
  '.cm-tooltip-lint': { padding: '0', maxWidth: '30rem' },
  '.cm-diagnostic': { font: '.875rem/1.5 var(--face)', padding: '.5rem .75rem', borderLeftWidth: '3px', whiteSpace: 'pre-wrap' },
  '.cm-diagnostic code': { fontFamily: 'var(--mono)', fontSize: '.92em' },
  '.cm-diagnostic-error': { borderLeftColor: 'var(--explicit)' },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--implicit)' },
  '.cm-diagnostic-info': { borderLeftColor: 'var(--edge)' },
  '.cm-lintRange-error': { backgroundImage: 'none', borderBottom: '2px solid var(--explicit)' },
  '.cm-lintRange-warning': { backgroundImage: 'none', borderBottom: '2px dashed var(--implicit)' },
  '.cm-lintRange-info': { backgroundImage: 'none', borderBottom: '1px dotted var(--edge)' },
  '.cm-gutter-lint': { width: '1.25rem' },
  '.cm-gutter-lint .cm-gutterElement': { padding: '0 0 0 .35rem' },
  '.cm-lint-marker': { width: '.7rem', height: '.7rem', content: 'none', borderRadius: '50%' },
  '.cm-lint-marker-error': { background: 'var(--explicit)' },
  '.cm-lint-marker-warning': { border: '2px solid var(--implicit)' },
  '.cm-lint-marker-info': { border: '1px solid var(--edge)' },
});

const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: 'color-mix(in srgb, var(--link) 62%, var(--ink))' },
  { tag: tags.string, color: 'var(--ink)' },
  { tag: [tags.number, tags.bool, tags.null], color: 'var(--session)' },
  { tag: [tags.separator, tags.brace, tags.squareBracket], color: 'var(--muted)' },
]);

/** Puts an editor in place of a textarea; what is typed is written into it. */
export function mount(place: HTMLElement, field: HTMLTextAreaElement, options: Options): Editor {
  const root = place.attachShadow({ mode: 'open' });
  const host = document.createElement('div');
  root.append(host);
  const label = field.labels?.[0]?.textContent ?? field.getAttribute('aria-label') ?? 'Policy document';
  const view = new EditorView({
    root,
    parent: host,
    state: EditorState.create({
      doc: field.value,
      selection: { anchor: Math.min(field.selectionStart, field.value.length) },
      extensions: [
        lineNumbers(),
        options.lint ? [lintGutter(), linter((v) => findings(v, options), { delay: 350 })] : [],
        history(),
        drawSelection(),
        EditorState.tabSize.of(2),
        indentUnit.of('  '),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        options.complete ? autocompletion({ override: [completions(options.complete)], icons: false, maxRenderedOptions: 60 }) : [],
        pointed,
        json(),
        syntaxHighlighting(colours),
        look,
        // Tab is left alone: it goes on to the next control, as everywhere.
        keymap.of([...completionKeymap, ...closeBracketsKeymap, ...defaultKeymap, ...historyKeymap, ...lintKeymap]),
        EditorView.contentAttributes.of({ 'aria-label': label, contenteditable: editable(), tabindex: '0', autocapitalize: 'off', spellcheck: 'false' }),
        EditorView.domEventHandlers({ beforeinput: replaceSelected }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          field.value = update.state.doc.toString();
          field.dispatchEvent(new Event('input', { bubbles: true }));
        }),
      ],
    }),
  });
  field.form?.addEventListener('reset', () => queueMicrotask(() => replaceAll(view, field.value)));
  return {
    focus: () => view.focus(),
    show: (line) => {
      const at = view.state.doc.line(Math.min(Math.max(line, 1), view.state.doc.lines)).from;
      view.dispatch({ selection: { anchor: at }, effects: [EditorView.scrollIntoView(at, { y: 'center' }), pointAt.of(at)] });
      view.focus();
    },
  };
}

/**
 * How the text is edited: as plain text where the browser knows that. Chromium
 * keeps the look of what an input method replaces in a style attribute otherwise,
 * which the page's policy refuses.
 */
function editable(): string {
  const probe = document.createElement('div');
  try {
    probe.contentEditable = 'plaintext-only';
  } catch {
    return 'true';
  }
  return probe.contentEditable;
}

/**
 * Replaces a selection by what is typed over it, or deletes it, as the menu's Delete
 * asks for. Chromium, left to do it, keeps the look of what stood there in a style
 * attribute, which the page's policy refuses.
 */
function replaceSelected(event: InputEvent, view: EditorView): boolean {
  const { from, to, empty } = view.state.selection.main;
  const deletes = event.inputType.startsWith('delete');
  const text = deletes ? '' : event.data;
  if (event.isComposing || empty || !(deletes || (event.inputType === 'insertText' && text))) return false;
  event.preventDefault();
  const by = deletes ? 'delete.selection' : 'input.type';
  const replace = (): Transaction => view.state.update(view.state.replaceSelection(text ?? ''), { userEvent: by, scrollIntoView: true });
  // Those who change what is typed, as brackets that close, are asked first.
  if (!text || !view.state.facet(EditorView.inputHandler).some((take) => take(view, from, to, text, replace))) view.dispatch(replace());
  return true;
}

function replaceAll(view: EditorView, text: string): void {
  view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
}

async function findings(view: EditorView, options: Options): Promise<Diagnostic[]> {
  const doc = view.state.doc;
  if (!/\S/.test(doc.toString())) return []; // nothing written yet is no fault
  try {
    const answer = await fetch(options.lint, {
      method: 'POST',
      headers: { Accept: 'application/json' },
      body: new URLSearchParams({ kind: options.kind, source: doc.toString() }),
    });
    if (!answer.ok) return [];
    const list = (await answer.json()) as Finding[];
    return list.map((f) => diagnostic(doc, f));
  } catch {
    return []; // offline: the server looks again when the form is posted
  }
}

function diagnostic(doc: Text, f: Finding): Diagnostic {
  const from = offset(doc, f.line, f.column);
  const end = f.endLine && f.endColumn ? offset(doc, f.endLine, f.endColumn) : doc.lineAt(from).to;
  return {
    from,
    to: Math.max(end, Math.min(from + 1, doc.length)),
    severity: f.severity === 'advice' ? 'info' : f.severity,
    message: f.suggestion ? `${f.message}\n${f.suggestion}` : f.message,
    renderMessage: () => coded(f.suggestion ? `${f.message}\n${f.suggestion}` : f.message),
  };
}

/** A sentence in which `…` marks code. */
function coded(text: string): Node {
  const place = document.createElement('span');
  text.split('`').forEach((part, i) => {
    place.append(i % 2 ? Object.assign(document.createElement('code'), { textContent: part }) : part);
  });
  return place;
}

/** Turns a line and a column counted in code points, both from 1, into an offset. */
function offset(doc: Text, line: number, column: number): number {
  const at = doc.line(Math.min(Math.max(line, 1), doc.lines));
  const before = [...at.text].slice(0, column - 1).join('');
  return at.from + before.length;
}
