import { Annotation } from '@codemirror/state';

/** On changes that came from elsewhere: the canvas, undo, another tab. They are not sent back. */
export const foreign = Annotation.define<boolean>();
