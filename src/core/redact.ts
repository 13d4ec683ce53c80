const REDACTED = '[redacted]';

/** How the name of a secret ends: `access_token` and `AVATAR_KS` are two. */
const NAME = String.raw`(?:token|jwt|authorization|credential|password|secret|api[-_]?key|(?:\b|_)ks)`;
const SECRET_NAME = new RegExp(`${NAME}$`, 'i');

/** Whatever precedes a secret is kept; what is redacted already is left alone. */
const after = (before: string, secret: string): readonly [RegExp, string] => [
  new RegExp(String.raw`(${before})(?!\[redacted])${secret}`, 'gi'),
  `$1${REDACTED}`,
];

const SECRETS_IN_TEXT: readonly (readonly [RegExp, string])[] = [
  [/eyJ[\w-]+\.[\w-]+(\.[\w-]*)?/g, REDACTED], // A JWT.
  [/djJ8[\w+/=-]{8,}/g, REDACTED], // A KS, version 2: base64 of `v2|`.
  after(String.raw`:\/\/|\bturns?:`, String.raw`[^/\s@"'<>]+(?=@)`), // The user and password of a URL.
  after(String.raw`\b(?:authorization|cookie)\s*:\s*`, String.raw`(?:(?:bearer|ks|basic)\s+)?[^\s"',<>]+`),
  // After the scheme, a short word of letters alone is prose.
  after(String.raw`\b(?:bearer|ks|basic)(?:\s+|%20|\+)`, String.raw`(?![a-z]{1,19}(?![\w=+/.~-]))[^\s"',;<>]{8,}`),
  after(String.raw`${NAME}\s*(?:=|%3D)\s*`, String.raw`(?:\\?"[^"]*"?|\\?'[^']*'?|[^&\s"'<>\\]+)`),
  after(String.raw`${NAME}(\\?)["']\s*:\s*\2(["'])`, String.raw`(?:(?!\2\3)(?:\\.|[^\\]))+`), // JSON, also within JSON.
  after(String.raw`${NAME}\s*:\s*`, String.raw`(?=[\w+/=.-]*\d)[\w+/=.-]{12,}`),
];

/** Objects within objects are looked into this far. */
const DEPTH = 5;

/** `text` without anything that looks like a token or a KS, nor any of `secrets`. */
export function redactText(text: string, secrets: readonly string[] = []): string {
  const withoutKnown = secrets.reduce(
    (rest, secret) => (secret ? rest.replace(writtenAnyhow(secret), REDACTED) : rest),
    text,
  );
  return SECRETS_IN_TEXT.reduce((rest, [pattern, replacement]) => rest.replace(pattern, replacement), withoutKnown);
}

/** A copy of `value` fit for a log. Errors stay as they are, so that consoles show their stacks, unless they tell a secret. */
export function redact(value: unknown, depth = DEPTH): unknown {
  if (typeof value === 'string') return redactText(value);
  if (typeof value !== 'object' || value === null) return value;
  if (value instanceof Error) return tellsSecret(value) ? describe(value) : value;
  if (depth === 0) return '…';
  if (Array.isArray(value)) return value.map((item) => redact(item, depth - 1));
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => [name, isSecret(name, field) ? REDACTED : redact(field, depth - 1)]),
  );
}

/** What an error may keep as its cause: `cause` itself, or, where it tells a secret, its name and message without. */
export function redactCause(cause: unknown, secrets: readonly string[] = [], depth = DEPTH): unknown {
  if (typeof cause === 'string') return redactText(cause, secrets);
  if (!(cause instanceof Error) || !tellsSecret(cause, secrets)) return cause;
  const copy = new Error(
    redactText(cause.message, secrets),
    cause.cause === undefined || depth === 0 ? undefined : { cause: redactCause(cause.cause, secrets, depth - 1) },
  );
  copy.name = cause.name;
  return copy;
}

function tellsSecret(value: unknown, secrets: readonly string[] = [], depth = DEPTH, seen = new Set()): boolean {
  if (typeof value === 'string') return redactText(value, secrets) !== value;
  if (typeof value !== 'object' || value === null || depth < 0 || seen.has(value)) return false;
  seen.add(value);
  const told: unknown[] = value instanceof Error ? [value.message, value.stack, value.cause] : [];
  return (
    told.some((one) => tellsSecret(one, secrets, depth - 1, seen)) ||
    Object.entries(value).some(([name, field]) => isSecret(name, field) || tellsSecret(field, secrets, depth - 1, seen))
  );
}

function describe(error: Error): string {
  const causes: Error[] = [];
  for (let cause: unknown = error; cause instanceof Error && causes.length < DEPTH; { cause } = cause)
    causes.push(cause);
  return causes.map(({ name, message }) => `${name}: ${redactText(message)}`).join(' <- ');
}

function isSecret(name: string, value: unknown): boolean {
  const isThere =
    typeof value === 'string' ? value !== '' && value !== REDACTED : typeof value === 'object' && value !== null;
  return isThere && SECRET_NAME.test(name);
}

/** Finds a secret also where it was put into a URL, a JSON text or a web page. */
function writtenAnyhow(secret: string): RegExp {
  const written = secret.replace(/[^A-Za-z0-9_]/g, (char) => {
    const code = char.charCodeAt(0);
    const hex = code.toString(16).padStart(2, '0');
    return `(?:\\\\?\\u${hex.padStart(4, '0')}|%${hex}|&#0*${code};|&#x0*${hex};)`;
  });
  return new RegExp(written, 'gi');
}
