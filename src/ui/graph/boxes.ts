/** Along the flow of the drawing and across it; pixels. */
export interface Box {
  readonly along: number;
  readonly across: number;
}
export interface Extent {
  readonly along: number;
  readonly across: number;
}
export interface Area {
  readonly from: Box;
  readonly to: Box;
}

/** Which tasks lie in an area, from a grid of squares: a question costs what the area covers. */
export class Boxes {
  readonly #squares = new Map<number, number[]>();
  readonly #boxes: readonly Box[];
  readonly #extent: Extent;

  constructor(boxes: readonly Box[], extent: Extent) {
    this.#boxes = boxes;
    this.#extent = extent;
    boxes.forEach((box, index) => {
      const key = keyOf(this.#column(box.along), this.#row(box.across));
      const square = this.#squares.get(key);
      if (square === undefined) this.#squares.set(key, [index]);
      else square.push(index);
    });
  }

  /** The first one found that reaches into the area; -1 when it is free. */
  firstIn({ from, to }: Area): number {
    const { along, across } = this.#extent;
    // A box stands in the square of its corner and reaches into the next one.
    const lastColumn = this.#column(to.along);
    const lastRow = this.#row(to.across);
    for (let column = this.#column(from.along - along); column <= lastColumn; column += 1) {
      for (let row = this.#row(from.across - across); row <= lastRow; row += 1) {
        const found = this.#squares.get(keyOf(column, row))?.find((index) => {
          const box = this.#boxes[index];
          if (box === undefined) return false;
          const isAlong = box.along < to.along && box.along + along > from.along;
          return isAlong && box.across < to.across && box.across + across > from.across;
        });
        if (found !== undefined) return found;
      }
    }
    return -1;
  }

  at(index: number): Box {
    return this.#boxes[index] ?? { along: 0, across: 0 };
  }

  #column(along: number): number {
    return Math.floor(along / (this.#extent.along * 2));
  }

  #row(across: number): number {
    return Math.floor(across / (this.#extent.across * 2));
  }
}

/** One number for two, as far as drawings reach. */
function keyOf(column: number, row: number): number {
  return (column + 1_000_000) * 2_000_000 + row + 1_000_000;
}
