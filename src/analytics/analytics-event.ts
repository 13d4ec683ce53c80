/** An event as analytics take it. */
export interface AnalyticsEvent {
  /** Such as `avatar_message`: the name of the element's event, with underscores. */
  name: string;
  /** Such as `avatar_via`: names that meet no other parameters of the page. */
  params: Readonly<Record<string, string | number | boolean>>;
}

/** What is told of each event of the element: members of the event, and how they are called. Nothing else leaves the page. */
const TOLD: Readonly<Record<string, readonly string[]>> = {
  'avatar-state-change': ['state'],
  'avatar-launcher-change': ['launcher'],
  'avatar-message': ['via'],
  'avatar-error': ['error'],
  'avatar-metrics': [
    ...['turnId', 'kind', 'outcome', 'acceptedAfterMs', 'answeredAfterMs'],
    ...['heardAfterVoiceMs', 'heardAfterMs', 'heardMs'],
  ],
  'avatar-session-end': ['seconds', 'turns', 'reason', 'worstQuality'],
  'avatar-consent': ['given', 'version', 'microphone'],
  'avatar-feedback': ['turnId', 'rating', 'stars'],
};

/** What visitors write, and is told only where that is wanted. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  'avatar-message': ['message'],
  'avatar-feedback': ['comment'],
};

export const EVENT_NAMES = Object.keys(TOLD);

/** Google Analytics takes parameters of so many characters. */
const LONGEST = 100;

export function analyticsEventOf(event: Event, texts: boolean): AnalyticsEvent {
  const { type } = event;
  const members = [...(TOLD[type] ?? []), ...(texts ? (TEXTS[type] ?? []) : [])];
  const params: Record<string, string | number | boolean> = {};
  for (const member of members) {
    const value = plain((event as unknown as Record<string, unknown>)[member]);
    if (value !== undefined) params[`avatar_${snakeCase(member)}`] = value;
  }
  return { name: type.replaceAll('-', '_'), params };
}

/** Of an error its code: its message may quote what was said. */
function plain(value: unknown): string | number | boolean | undefined {
  if (typeof value === 'string') return value.slice(0, LONGEST);
  if (typeof value === 'boolean' || (typeof value === 'number' && Number.isFinite(value))) return value;
  return value instanceof Error && 'code' in value ? plain(value.code) : undefined;
}

function snakeCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
