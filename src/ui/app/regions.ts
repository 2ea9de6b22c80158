const focusable =
  'a[href], button:not([disabled]), input:not([hidden]), select, textarea, [tabindex]:not([tabindex="-1"])';

/**
 * F6: the focus goes to the next part of the screen, in the order of the page; a part within another
 * counts on its own.
 */
export function focusNextRegion(page: Document, step: 1 | -1): void {
  const regions = [...page.querySelectorAll<HTMLElement>('[data-region]')].filter(
    (region) => region.getClientRects().length > 0,
  );
  const active = page.activeElement;
  // The innermost one that holds the focus stands last in the order of the page.
  const at = regions.findLastIndex((region) => region.contains(active));
  for (let turn = 1; turn <= regions.length; turn += 1) {
    const region = regions[(at + step * turn + regions.length * 2) % regions.length];
    const target = region === undefined ? null : firstIn(region);
    if (target === null || target === active) continue;
    target.focus();
    return;
  }
}

/** An editor in a shadow root is reached through its host. */
function firstIn(region: HTMLElement): HTMLElement | null {
  const found = [...region.querySelectorAll<HTMLElement>('*')].find(
    (element) =>
      element.getClientRects().length > 0 &&
      (element.matches(focusable) ||
        (element.shadowRoot?.querySelector('[contenteditable]') !== null &&
          element.shadowRoot !== null)),
  );
  return found?.shadowRoot?.querySelector<HTMLElement>('[contenteditable]') ?? found ?? null;
}
