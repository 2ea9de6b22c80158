import { HighlightStyle, syntaxHighlighting } from '@codemirror/language';
import { EditorView } from '@codemirror/view';
import { tags } from '@lezer/highlight';

const colours = HighlightStyle.define([
  { tag: [tags.propertyName, tags.definition(tags.propertyName)], color: 'var(--code-key)' },
  { tag: [tags.string, tags.special(tags.string)], color: 'var(--code-string)' },
  {
    tag: [tags.number, tags.bool, tags.null, tags.keyword, tags.atom],
    color: 'var(--code-number)',
  },
  { tag: [tags.comment, tags.lineComment], color: 'var(--code-comment)' },
  { tag: [tags.labelName, tags.typeName, tags.meta], color: 'var(--code-ref)' },
]);

const popup = {
  border: '1px solid var(--line)',
  borderRadius: 'var(--r2)',
  backgroundColor: 'var(--raised)',
  color: 'var(--ink)',
  boxShadow: 'var(--shadow-2)',
  fontFamily: 'var(--font-text)',
  fontSize: 'var(--text-s)',
};

const surface = {
  '&': { height: '100%', color: 'var(--ink)', backgroundColor: 'var(--surface)' },
  '&.cm-focused': { outline: 'none' },
  // Over washes and gutters, which would hide an outline.
  '&.cm-focused::after': {
    content: '""',
    position: 'absolute',
    inset: '0',
    zIndex: '300',
    boxShadow: 'inset 0 0 0 2px var(--focus)',
    pointerEvents: 'none',
  },
  '.cm-scroller': {
    fontFamily: 'var(--font-code)',
    fontSize: 'var(--text-s)',
    lineHeight: '20px',
    overflow: 'auto',
  },
  '.cm-content': { caretColor: 'var(--ink)', padding: 'var(--s2) 0' },
  '.cm-lineNumbers .cm-gutterElement': { padding: '0 var(--s2) 0 var(--s3)' },
  '.cm-hidden': { background: 'var(--oak-wash)', color: 'var(--oak)', borderRadius: '3px' },
  '.cm-line': { padding: '0 var(--s4) 0 var(--s2)' },
  '.cm-cursor, .cm-dropCursor': { borderLeftColor: 'var(--ink)', borderLeftWidth: '2px' },
  '.cm-gutters': {
    backgroundColor: 'var(--surface)',
    color: 'var(--ink-3)',
    border: 'none',
  },
  '.cm-selectionBackground, &.cm-focused > .cm-scroller > .cm-selectionLayer .cm-selectionBackground':
    { backgroundColor: 'var(--selection)' },
};

/** Lines and words that something is to be said of. */
const marks = {
  '.cm-marked': { backgroundColor: 'var(--water-wash)' },
  '.cm-arrived': { animation: 'cm-arrived 1s var(--ease)' },
  '@keyframes cm-arrived': {
    from: { backgroundColor: 'var(--water-wash)' },
    '60%': { backgroundColor: 'var(--water-wash)' },
  },
  '@media (prefers-reduced-motion: reduce)': {
    '.cm-arrived': { animation: 'none' },
    '.cm-cursorLayer': { animation: 'none !important' },
  },
  '.cm-wrong': { backgroundColor: 'var(--brick-wash)' },
  '.cm-gutterElement.cm-wrong': { boxShadow: 'inset 4px 0 var(--brick-mark)' },
  '.cm-doubtful': { backgroundColor: 'var(--oak-wash)' },
  '.cm-gutterElement.cm-doubtful': { boxShadow: 'inset 4px 0 var(--oak-mark)' },
  '.cm-reference, .cm-reference *': {
    color: 'var(--code-ref)',
    fontWeight: 'var(--weight-strong)',
  },
  '.cm-number': { color: 'var(--code-number)' },
  '.cm-lintRange': { backgroundImage: 'none', paddingBottom: '0' },
  '.cm-lintRange-error': {
    backgroundColor: 'var(--brick-wash)',
    textDecoration: 'underline wavy var(--brick-mark) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-lintRange-warning': {
    backgroundColor: 'var(--oak-wash)',
    textDecoration: 'underline wavy var(--oak-mark) 1px',
    textUnderlineOffset: '3px',
  },
  '.cm-diagnostic': {
    padding: 'var(--s2) var(--s3)',
    borderLeft: '4px solid var(--brick-mark)',
    maxWidth: '52ch',
    whiteSpace: 'normal',
  },
  '.cm-diagnostic-warning': { borderLeftColor: 'var(--oak-mark)' },
  '.cm-diagnosticAction': {
    display: 'block',
    margin: 'var(--s2) 0 0',
    padding: '4px var(--s2)',
    minHeight: '24px',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--r2)',
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
    font: 'inherit',
  },
};

const around = {
  '.cm-matchingBracket, &.cm-focused .cm-matchingBracket': {
    backgroundColor: 'var(--water-wash)',
    outline: '1px solid var(--water-mark)',
  },
  '.cm-nonmatchingBracket, &.cm-focused .cm-nonmatchingBracket': {
    backgroundColor: 'var(--brick-wash)',
  },
  '.cm-searchMatch': { backgroundColor: 'var(--oak-wash)' },
  '.cm-searchMatch-selected': { outline: '1px solid var(--oak-mark)' },
  '.cm-tooltip': popup,
  '.cm-explained': { padding: 'var(--s2) var(--s3)', maxWidth: '52ch' },
  '.cm-tooltip.cm-tooltip-autocomplete > ul': {
    fontFamily: 'var(--font-code)',
    maxHeight: '240px',
  },
  '.cm-tooltip.cm-tooltip-autocomplete > ul > li': {
    padding: '2px var(--s3)',
    minHeight: '24px',
    lineHeight: '20px',
  },
  '.cm-tooltip-autocomplete ul li[aria-selected]': {
    backgroundColor: 'var(--accent)',
    color: 'var(--on-accent)',
  },
  '.cm-completionMatchedText': { textDecoration: 'none', fontWeight: 'var(--weight-strong)' },
  '.cm-tooltip.cm-completionInfo': {
    ...popup,
    padding: 'var(--s2) var(--s3)',
    maxWidth: '40ch',
  },
  '.cm-panels': {
    backgroundColor: 'var(--raised)',
    color: 'var(--ink)',
    borderColor: 'var(--line)',
    fontFamily: 'var(--font-text)',
  },
  '.cm-panel.cm-search': { padding: 'var(--s2)' },
  '.cm-panel.cm-search input, .cm-panel.cm-search button, .cm-panel.cm-search label': {
    fontFamily: 'var(--font-text)',
    fontSize: 'var(--text-s)',
  },
  '.cm-textfield::placeholder': { color: 'var(--ink-3)', opacity: '1' },
  '.cm-panel.cm-search [name=close]': { minWidth: '24px', minHeight: '24px', color: 'inherit' },
  '.cm-textfield': {
    minHeight: '28px',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--r2)',
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
  },
  '.cm-button': {
    minHeight: '28px',
    border: '1px solid var(--line-strong)',
    borderRadius: 'var(--r2)',
    backgroundImage: 'none',
    backgroundColor: 'var(--surface)',
    color: 'var(--ink)',
  },
};

/** Colours come from the tokens, which the shadow root inherits. */
function look(isDark: boolean) {
  return EditorView.theme({ ...surface, ...marks, ...around }, { dark: isDark });
}

export const highlighting = syntaxHighlighting(colours);
export const lightLook = look(false);
export const darkLook = look(true);
