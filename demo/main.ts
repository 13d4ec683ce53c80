import 'kaltura-avatar/define';

import { fillChoices } from './choices.js';
import { logEvent } from './event-log.js';
import { pageActions } from './page-actions.js';

function required<Value>(value: Value | null, what: string): Value {
  if (value === null) throw new Error(`The page has no ${what}`);
  return value;
}

const find = (id: string): HTMLElement => required(document.getElementById(id), `#${id}`);

const avatar = required(document.querySelector('kaltura-avatar'), 'avatar');
const text = find('text') as HTMLTextAreaElement;
const audio = find('audio') as HTMLInputElement;
const interrupt = find('interrupt') as HTMLButtonElement;
const end = find('end') as HTMLButtonElement;

function showState(): void {
  const { state, speaking } = avatar;
  find('state').textContent = state;
  find('speaking').textContent = speaking ? 'yes' : 'no';
  interrupt.disabled = state !== 'live';
  end.disabled = state !== 'live' && state !== 'connecting';
  audio.disabled = state !== 'live';
}

// Each call reports what fails by avatar-error, which the log shows.
const shown = (call: Promise<void>): void => void call.catch(() => undefined);

find('say').addEventListener('submit', (event) => {
  event.preventDefault();
  if (avatar.state !== 'live') shown(avatar.start());
  shown(avatar.speak(text.value));
});
text.addEventListener('keydown', (event) => {
  if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) text.form?.requestSubmit();
});
interrupt.addEventListener('click', () => shown(avatar.interrupt()));
end.addEventListener('click', () => shown(avatar.end()));
audio.addEventListener('change', () => {
  const [file] = audio.files ?? [];
  if (file) shown(avatar.speakAudio(file));
  audio.value = '';
});

for (const input of find('attributes').querySelectorAll<HTMLInputElement | HTMLSelectElement>('[name]')) {
  input.addEventListener('change', () => {
    if (input instanceof HTMLSelectElement) avatar.setAttribute(input.name, input.value);
    else avatar.toggleAttribute(input.name, input.checked);
  });
}

avatar.actions = pageActions(find('documentation'));
avatar.suggestions = ['What can you do?', 'How do captions work?', 'How do I put the avatar on my page?'];

avatar.addEventListener('avatar-state-change', ({ type, state }) => {
  showState();
  logEvent(type, state);
});
avatar.addEventListener('avatar-connection-change', ({ type, connectionState }) => {
  find('connection').textContent = connectionState.toLowerCase();
  logEvent(type, connectionState);
});
for (const type of ['avatar-speaking-start', 'avatar-speaking-end'] as const) {
  avatar.addEventListener(type, () => {
    showState();
    logEvent(type);
  });
}
avatar.addEventListener('avatar-caption', ({ type, text }) => logEvent(type, text));
avatar.addEventListener('avatar-message', ({ type, message }) => logEvent(type, message));
avatar.addEventListener('avatar-action', ({ type, action, args }) =>
  logEvent(type, `${action} ${JSON.stringify(args)}`),
);
avatar.addEventListener('avatar-error', ({ type, error }) => logEvent(type, `${error.code}: ${error.message}`, true));

showState();
void fillChoices(avatar);
