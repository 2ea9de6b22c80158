import { FramePainter } from './frame-painter.ts';

interface Painting {
  readonly draw: (canvas: HTMLCanvasElement) => void;
  /** Reads what the picture is made of, so that a change asks for a new one. */
  readonly madeOf: () => unknown;
  /** Counts changes of marks, which may come often. */
  readonly changes: () => number;
}

/** Attached to a canvas: a picture that is drawn with the next frame, and soon after a mark has changed. */
export function painted({ draw, madeOf, changes }: Painting) {
  return (canvas: HTMLCanvasElement): (() => void) => {
    const painter = new FramePainter(() => {
      draw(canvas);
    });
    $effect(() => {
      madeOf();
      painter.ask();
    });
    $effect(() => {
      if (changes() > 0) painter.askLater();
    });
    return () => {
      painter.close();
    };
  };
}
