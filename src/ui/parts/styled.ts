type Measure = 'width' | 'height' | 'left' | 'top';

/** Sizes and places in pixels or percent, set by script: our policy allows no style attributes. */
export function styled(measures: Partial<Record<Measure, string>>) {
  return (element: HTMLElement | SVGElement): void => {
    Object.assign(element.style, measures);
  };
}
