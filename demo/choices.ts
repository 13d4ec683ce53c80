/** Avatars and voices of the simulator, which makes one from any id; an account of the live service has its own. */
const AVATARS = ['yara', 'hugo', 'clara', 'theo', 'ada', 'sam'];
const VOICES = ['yara', 'rosa', 'milo', 'otis'];

const titled = (id: string): string => id.charAt(0).toUpperCase() + id.slice(1);

/** Offers avatars and voices where the page runs on the simulator. */
export async function fillChoices(avatar: HTMLElementTagNameMap['kaltura-avatar']): Promise<void> {
  const { ok } = await fetch('/simulator/status');
  if (!ok) return;
  const offer = (selectId: string, ids: readonly string[], choose: (id: string) => void): void => {
    const select = document.getElementById(selectId) as HTMLSelectElement;
    select.append(...ids.map((id) => new Option(titled(id), id)));
    select.addEventListener('change', () => choose(select.value));
    choose(ids[0] ?? '');
  };
  offer('avatar-id', AVATARS, (id) => (avatar.avatarId = id));
  offer('voice-id', VOICES, (id) => (avatar.voiceId = id));
  document.getElementById('choice')?.removeAttribute('hidden');
}
