type Measure = 'width' | 'height' | 'left' | 'top';

/** Sizes and places in pixels or percent, set by script: our policy allows no style attributes. */
export function styled(measures: Partial<Record<Measure, string>>) {
  return (element: HTMLElement | SVGElement): void => {
    Object.assign(element.style, measures);
  };
}

interface Size {
  readonly width: number;
  readonly height: number;
}

/** So many pixels wide and high. */
export function sized({ width, height }: Size): ReturnType<typeof styled> {
  return styled({ width: `${String(width)}px`, height: `${String(height)}px` });
}
