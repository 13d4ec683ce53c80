const REDACTED = '[redacted]';

/** Names of fields and query parameters whose values are secrets. */
const SECRET_NAME = /^(token|ks|authorization|credential|password|secret|api-?key)$/i;

const SECRETS_IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/\beyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, REDACTED], // A JWT.
  [/\b(Bearer|KS)\s+[^\s"',;<>]{12,}/gi, `$1 ${REDACTED}`],
  [/\b(token|ks|credential|password|secret)=[^&\s"'<>]+/gi, `$1=${REDACTED}`],
  [/("(?:token|ks|credential|password|secret)"\s*:\s*")[^"]*/gi, `$1${REDACTED}`],
];

/** `text` without anything that looks like a token or a KS, nor any of `secrets`. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  const withoutKnown = secrets.reduce((rest, secret) => (secret ? rest.replaceAll(secret, REDACTED) : rest), text);
  return SECRETS_IN_TEXT.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), withoutKnown);
}

/** A copy of `value` fit for a log. */
export function redact(value: unknown, depth = 4): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return redactError(value);
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, SECRET_NAME.test(name) ? REDACTED : redact(field, depth - 1)]),
  );
}

/** The error itself, which consoles show with its stack, unless something in it has to go. */
function redactError(error: Error): unknown {
  const causes: Error[] = [];
  for (let cause: unknown = error; cause instanceof Error; cause = cause.cause) causes.push(cause);
  const isClean = causes.every(({ message }) => redactText(message) === message);
  return isClean ? error : causes.map(({ name, message }) => `${name}: ${redactText(message)}`).join(' <- ');
}
