/** Of one value, as canonical JSON. */
export const valueBytesMax = 16 * 1024 * 1024;
/** Of all that one task is given. */
export const inputBytesMax = 64 * 1024 * 1024;
export const nestingMax = 64;
