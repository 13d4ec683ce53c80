import { generate } from 'selfsigned';

export interface Certificate {
  key: string;
  cert: string;
}

let made: Promise<Certificate> | undefined;

/** For `*.test`, localhost and 127.0.0.1; made once for a run. */
export function certificate(): Promise<Certificate> {
  const altNames = [
    { type: 2 as const, value: '*.test' },
    { type: 2 as const, value: 'localhost' },
    { type: 7 as const, ip: '127.0.0.1' },
  ];
  made ??= generate([{ name: 'commonName', value: 'avatar.test' }], {
    extensions: [{ name: 'subjectAltName', altNames }],
  }).then(({ private: key, cert }) => ({ key, cert }));
  return made;
}
