import type { AvatarState } from 'kaltura-avatar';
import { KalturaAvatar, type KalturaAvatarElement } from 'kaltura-avatar/react';
import { useRef, useState } from 'react';

export function App() {
  const avatar = useRef<KalturaAvatarElement>(null);
  const [state, setState] = useState<AvatarState>('idle');

  return (
    <main>
      <KalturaAvatar
        ref={avatar}
        sessionEndpoint="/api/avatar/session"
        onAvatarStateChange={(event) => setState(event.state)}
        onAvatarError={({ error }) => console.error(error.code)}
      />
      <p>
        <output id="state">{state}</output>
        <button onClick={() => void avatar.current?.speak('Hello!')}>Say hello</button>
      </p>
    </main>
  );
}
