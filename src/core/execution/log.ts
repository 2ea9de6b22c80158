export const logLevels = ['debug', 'info', 'warn', 'error'] as const;
export type LogLevel = (typeof logLevels)[number];

/** Bounds of one attempt's log; what goes over them is dropped and counted. */
export const logLinesPerAttemptMax = 1_000;
export const logMessageLengthMax = 4_000;
export const logBytesPerAttemptMax = 256 * 1024;
