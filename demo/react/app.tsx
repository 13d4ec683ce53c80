import { KalturaAvatar, type KalturaAvatarElement } from 'kaltura-avatar/react';
import { useRef, useState, version, type SubmitEvent, type ReactNode } from 'react';

export function App(): ReactNode {
  const avatar = useRef<KalturaAvatarElement>(null);
  const [isShown, setShown] = useState(true);
  const [isMuted, setMuted] = useState(false);
  const [state, setState] = useState('idle');
  const [isSpeaking, setSpeaking] = useState(false);
  const [problem, setProblem] = useState('');

  const speak = (event: SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const text = new FormData(event.currentTarget).get('text');
    // What fails is told by onAvatarError.
    if (typeof text === 'string') void avatar.current?.speak(text);
  };

  return (
    <main>
      <header>
        <h1>The avatar in React {parseInt(version)}</h1>
        <p>
          <code>&lt;KalturaAvatar&gt;</code> in <code>StrictMode</code>: one session, however often React mounts.
        </p>
      </header>

      <section className="avatar" aria-label="The avatar">
        {isShown && (
          <KalturaAvatar
            ref={avatar}
            sessionEndpoint="/api/avatar/session"
            autostart={new URLSearchParams(location.search).has('autostart')}
            muted={isMuted}
            onAvatarStateChange={(event) => setState(event.state)}
            onAvatarSpeakingStart={() => setSpeaking(true)}
            onAvatarSpeakingEnd={() => setSpeaking(false)}
            onAvatarError={({ error }) => setProblem(`${error.code}: ${error.message}`)}
          />
        )}
        <dl className="facts">
          <div>
            <dt>State</dt>
            <dd id="state">{isShown ? state : 'not on the page'}</dd>
          </div>
          <div>
            <dt>Speaking</dt>
            <dd id="speaking">{isSpeaking ? 'yes' : 'no'}</dd>
          </div>
        </dl>
      </section>

      <section className="controls" aria-label="Controls">
        <form onSubmit={speak}>
          <label htmlFor="text">What should it say?</label>
          <textarea id="text" name="text" rows={4} defaultValue="Hello from a React component!" />
          <div className="buttons">
            <button className="primary" type="submit" disabled={!isShown || state !== 'live'}>
              Speak
            </button>
            <button type="button" aria-pressed={isMuted} onClick={() => setMuted(!isMuted)}>
              Muted
            </button>
            <button
              type="button"
              aria-pressed={isShown}
              onClick={() => {
                setShown(!isShown);
                setState('idle');
                setSpeaking(false);
              }}
            >
              On the page
            </button>
          </div>
        </form>
        <p role="alert">{problem}</p>
        <p className="frameworks">
          <a href="/">The demo without a framework</a>
        </p>
      </section>
    </main>
  );
}
