import { flushSync } from 'svelte';

interface Point {
  readonly clientX: number;
  readonly clientY: number;
}

export function middleOf(element: Element | null): Point {
  const box = element?.getBoundingClientRect() ?? new DOMRect();
  return { clientX: box.x + box.width / 2, clientY: box.y + box.height / 2 };
}

/** From the outlet of a task to a place; still held. */
export function pull(task: Element | null, to: Point): void {
  const outlet = task?.querySelector('[data-outlet]');
  const at = (point: Point) => ({
    ...point,
    bubbles: true,
    button: 0,
    isPrimary: true,
  });
  outlet?.dispatchEvent(new PointerEvent('pointerdown', at(middleOf(outlet))));
  window.dispatchEvent(new PointerEvent('pointermove', at(to)));
  flushSync();
}
export function letGo(at: Point): void {
  window.dispatchEvent(new PointerEvent('pointerup', { ...at, bubbles: true }));
  flushSync();
}

/** The library follows the mouse, and only from the second move on. */
export function drag(element: Element | null, [right, down]: readonly [number, number]): void {
  const { clientX, clientY } = middleOf(element);
  const at = (part: number) => ({
    clientX: clientX + right * part,
    clientY: clientY + down * part,
    bubbles: true,
    button: 0,
    view: window,
  });
  element?.dispatchEvent(new MouseEvent('mousedown', at(0)));
  for (const part of [0.2, 0.6, 1]) window.dispatchEvent(new MouseEvent('mousemove', at(part)));
  window.dispatchEvent(new MouseEvent('mouseup', at(1)));
  flushSync();
}

/** As a wheel or two fingers do over an element. */
export function wheelOver(element: Element | null, { deltaY }: { readonly deltaY: number }): void {
  const { left, top, width, height } = element?.getBoundingClientRect() ?? new DOMRect();
  element?.dispatchEvent(
    new WheelEvent('wheel', {
      deltaY,
      clientX: left + width / 2,
      clientY: top + height / 2,
      bubbles: true,
      cancelable: true,
    }),
  );
}
