/** @jsxImportSource vue */
// Compiled, never run: what an editor accepts and refuses in Vue, whose templates are checked as this is.
import { h, useTemplateRef, type GlobalComponents, type VNode } from 'vue';

import { KalturaAvatar, type KalturaAvatarElement } from '../../src/vue/index.js';
import type { AvatarStateChangeEvent } from '../../src/index.js';

const avatar = useTemplateRef<KalturaAvatarElement>('avatar');
const maybe: string | undefined = avatar.value?.id;
const Tag = KalturaAvatar satisfies GlobalComponents['kaltura-avatar'];

/** What vue-tsc asks of it where `strictTemplates` is set. */
export const inStrictTemplates: Parameters<typeof KalturaAvatar>[0] = { ref: 'avatar', key: 1, class: 'guide' };

export const accepted: VNode[] = [
  <KalturaAvatar
    ref="avatar"
    class="guide"
    sessionEndpoint="/api/avatar/session"
    avatarId={maybe}
    placement="bottom-end"
    volume={0.5}
    muted
    onAvatarStateChange={({ state }) => state === 'live'}
    onAvatarError={({ error }) => error.code === 'CAPACITY'}
  />,
  h(KalturaAvatar, { sessionEndpoint: '/s', onAvatarError: ({ error }) => error.code }),
  h('kaltura-avatar', { sessionEndpoint: '/s', onAvatarError: () => undefined }),
];

export const refused: VNode[] = [
  // @ts-expect-error -- No such corner.
  <KalturaAvatar placement="middle" />,
  // @ts-expect-error -- A number.
  <Tag volume="loud" />,
  // @ts-expect-error -- The event of errors has no state.
  <Tag onAvatarError={(event: AvatarStateChangeEvent) => event} />,
  // @ts-expect-error -- No such property.
  <KalturaAvatar sesionEndpoint="/s" />,
  // @ts-expect-error -- A number.
  h(KalturaAvatar, { volume: 'loud' }),
];
