/** The same samples in one array. */
export function joinPcm(parts: readonly Int16Array[]): Int16Array {
  const [only, ...others] = parts;
  if (only && others.length === 0) return only;
  const whole = new Int16Array(parts.reduce((length, part) => length + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
