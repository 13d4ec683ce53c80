interface Choice {
  id: string;
  name: string;
}

/** Offers avatars and voices where the page runs on the simulator; an account of the live service has its own. */
export async function fillChoices(avatar: HTMLElementTagNameMap['kaltura-avatar']): Promise<void> {
  const response = await fetch('/simulator/choices');
  if (!response.ok) return;
  const { avatars, voices } = (await response.json()) as Record<'avatars' | 'voices', Choice[]>;
  const offer = (selectId: string, choices: readonly Choice[], choose: (id: string) => void): void => {
    const select = document.getElementById(selectId) as HTMLSelectElement;
    select.append(...choices.map(({ id, name }) => new Option(name, id)));
    select.addEventListener('change', () => choose(select.value));
    choose(choices[0]?.id ?? '');
  };
  offer('avatar-id', avatars, (id) => (avatar.avatarId = id));
  offer('voice-id', voices, (id) => (avatar.voiceId = id));
  document.getElementById('choice')?.removeAttribute('hidden');
}
