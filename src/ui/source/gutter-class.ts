import { RangeSet } from '@codemirror/state';
import type { Range } from '@codemirror/state';
import { GutterMarker } from '@codemirror/view';
import type { DecorationSet } from '@codemirror/view';

class ClassMarker extends GutterMarker {
  override readonly elementClass: string;

  constructor(elementClass: string) {
    super();
    this.elementClass = elementClass;
  }

  override eq(other: ClassMarker): boolean {
    return other.elementClass === this.elementClass;
  }
}

/** The classes of lines on their numbers as well: a wash goes over the whole row. */
export function alsoInGutter(lines: DecorationSet): RangeSet<GutterMarker> {
  const ranges: Range<GutterMarker>[] = [];
  const cursor = lines.iter();
  while (cursor.value !== null) {
    const { class: name } = cursor.value.spec as { readonly class: string };
    ranges.push(new ClassMarker(name).range(cursor.from));
    cursor.next();
  }
  return RangeSet.of(ranges);
}
