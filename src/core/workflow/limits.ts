/** The limits of the file format, surface section 2. Above one is `limit`, below is `outOfRange`. */
export const limits = {
  jsonFileBytes: 64 * 1024 * 1024,
  yamlFileBytes: 8 * 1024 * 1024,
  /** After aliases are replaced by what they stand for. */
  yamlNodes: 1_000_000,
  /** Characters of all texts after aliases; what a JSON file could hold. */
  yamlCharacters: 64 * 1024 * 1024,
  nesting: 64,
  tasks: 100_000,
  dependencies: 1_000_000,
  idCharacters: 200,
  nameCharacters: 1_000,
  valueBytes: 16 * 1024 * 1024,
  maxRetries: 1_000,
  durationSeconds: 366 * 24 * 60 * 60,
  /** Kept of one file; the rest is counted by one problem. */
  problems: 100_000,
} as const;
