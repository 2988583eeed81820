import { StateEffect, StateField } from '@codemirror/state';
import { Decoration, type DecorationSet, EditorView } from '@codemirror/view';

/** Marks the line that begins at an offset, as the one that a trace points at. */
export const pointAt = StateEffect.define<number>();

/** Keeps the mark until the line is changed. */
export const pointed = StateField.define<DecorationSet>({
  create: () => Decoration.none,
  update: (marks, tr) => {
    for (const effect of tr.effects) {
      if (effect.is(pointAt)) return Decoration.set([Decoration.line({ class: 'cm-pointed' }).range(effect.value)]);
    }
    return tr.docChanged ? Decoration.none : marks;
  },
  provide: (field) => EditorView.decorations.from(field),
});
