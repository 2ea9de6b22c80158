/** A letter alone, outside of whatever takes letters itself: then it may be a command of the screen. */
export function isBareKey(event: KeyboardEvent): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey || event.defaultPrevented) return false;
  const { target } = event;
  if (!(target instanceof HTMLElement)) return true;
  const takesLetters = 'input, textarea, select, dialog, [contenteditable], [role="textbox"]';
  return target.closest(takesLetters) === null && target.shadowRoot === null;
}
