'use client';

import type { AvatarState } from 'kaltura-avatar';
import type { KalturaAvatarElement } from 'kaltura-avatar/react';
import { useEffect, useState } from 'react';

function findAvatar(id: string): KalturaAvatarElement | null {
  return document.querySelector<KalturaAvatarElement>(`kaltura-avatar#${id}`);
}

export function Controls({ avatarId }: { avatarId: string }) {
  const [state, setState] = useState<AvatarState>('idle');

  useEffect(() => {
    const controller = new AbortController();
    findAvatar(avatarId)?.addEventListener('avatar-state-change', (event) => setState(event.state), {
      signal: controller.signal,
    });
    return () => controller.abort();
  }, [avatarId]);

  return (
    <p>
      <output id="state">{state}</output>
      <button onClick={() => void findAvatar(avatarId)?.speak('Hello!')}>Say hello</button>
    </p>
  );
}
