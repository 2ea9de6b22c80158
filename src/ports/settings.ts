import type { JsonValue } from '#core/shared/json.ts';

/** What is set or remembered of this profile; each write is strict, and in the safe copy. */
export interface Settings {
  /** Null when it was never set. */
  get(key: string): Promise<JsonValue | null>;
  set(key: string, value: JsonValue): Promise<void>;
}
