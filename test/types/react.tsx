// Compiled, never run: what an editor accepts and refuses in React.
import { createRef, type ReactNode } from 'react';

import { KalturaAvatar, type KalturaAvatarElement } from '../../src/react/index.js';
import type { AvatarStateChangeEvent } from '../../src/index.js';

const ref = createRef<KalturaAvatarElement>();
const maybe: string | undefined = ref.current?.id;

export const accepted: ReactNode[] = [
  <KalturaAvatar
    key="component"
    ref={ref}
    className="guide"
    sessionEndpoint="/api/avatar/session"
    avatarId={maybe}
    placement="bottom-end"
    volume={0.5}
    muted
    sessionSource={() => Promise.resolve({ sessionId: 'one', token: 'token' })}
    onAvatarStateChange={({ state }) => state === 'live'}
    onAvatarConnectionChange={({ connectionState }) => connectionState}
    onAvatarError={({ error }) => error.code === 'CAPACITY'}
  >
    <button slot="start">Start</button>
  </KalturaAvatar>,
  <kaltura-avatar key="element" ref={ref} sessionEndpoint="/s" autostart onavatar-error={({ error }) => error.code} />,
];

export const refused: ReactNode[] = [
  // @ts-expect-error -- No such corner.
  <KalturaAvatar key="1" placement="middle" />,
  // @ts-expect-error -- A number.
  <KalturaAvatar key="2" volume="loud" />,
  // @ts-expect-error -- The event of errors has no state.
  <KalturaAvatar key="3" onAvatarError={(event: AvatarStateChangeEvent) => event} />,
  // @ts-expect-error -- No such property.
  <KalturaAvatar key="4" sesionEndpoint="/s" />,
  // @ts-expect-error -- A method is no property to set.
  <KalturaAvatar key="5" speak={() => Promise.resolve()} />,
  // @ts-expect-error -- A number.
  <kaltura-avatar key="6" volume="loud" />,
  // @ts-expect-error -- The event of errors has no state.
  <kaltura-avatar key="7" onavatar-error={(event: AvatarStateChangeEvent) => event} />,
];
