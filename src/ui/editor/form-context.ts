import { createContext } from 'svelte';
import type { HalfWritten } from './half-written.svelte.ts';

/** What the fields of one form share. */
export interface FormContext {
  readonly half: HalfWritten;
  /** Whether what the text says of it was read. */
  readonly isRead: boolean;
  /** Nothing can be written now; the form says why. */
  readonly isClosed: boolean;
  /** Of the element that says why. */
  readonly reasonId: string;
}

export const [getForm, setForm] = createContext<FormContext>();
