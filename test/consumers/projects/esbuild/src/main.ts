import 'kaltura-avatar/define';
import { isAvatarError } from 'kaltura-avatar/errors';

const guide = document.querySelector('kaltura-avatar');
const state = document.querySelector('#state');
const hello = document.querySelector('#hello');

guide?.addEventListener('avatar-state-change', (event) => {
  if (state) state.textContent = event.state;
});

hello?.addEventListener('click', () => {
  guide?.speak('Hello!').catch((error: unknown) => {
    console.error(isAvatarError(error) ? error.code : error);
  });
});
