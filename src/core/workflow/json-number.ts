/**
 * What a number loses when it is read: nothing, digits (its text names another number than the
 * nearest double), or everything.
 */
export type NumberLoss = 'none' | 'digits' | 'tooLarge';

/** @param text a JSON number, or a decimal one of YAML. */
export function numberLoss(text: string): NumberLoss {
  // Fifteen significant digits always survive.
  if (text.length <= 15 && !/[eE]/.test(text)) return 'none';
  const value = Number(text);
  if (!Number.isFinite(value)) return 'tooLarge';
  const written = decimal(text);
  const kept = decimal(String(value));
  return written.digits === kept.digits && written.exponent === kept.exponent ? 'none' : 'digits';
}

interface Decimal {
  /** Without zeros at either end; empty for zero. */
  readonly digits: string;
  /** Of ten, by which the digits as a whole number are multiplied. */
  readonly exponent: number;
}

function decimal(text: string): Decimal {
  const [mantissa = '', power = '0'] = text.replace(/^[-+]/, '').toLowerCase().split('e');
  const [whole = '', fraction = ''] = mantissa.split('.');
  const digits = (whole + fraction).replace(/^0+/, '');
  const significant = withoutTrailingZeros(digits);
  if (significant === '') return { digits: '', exponent: 0 };
  const exponent = Number(power) - fraction.length + (digits.length - significant.length);
  return { digits: significant, exponent };
}

/** Not a regular expression: `/0+$/` takes quadratic time on many zeros. */
function withoutTrailingZeros(digits: string): string {
  let end = digits.length;
  while (end > 0 && digits[end - 1] === '0') end -= 1;
  return digits.slice(0, end);
}
