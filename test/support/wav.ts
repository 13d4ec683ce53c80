/** A tone as a WAV file, mono, 16 bits. */
export function wav({ seconds, sampleRate }: { seconds: number; sampleRate: number }): Blob {
  const samples = Int16Array.from(
    { length: seconds * sampleRate },
    (_, i) => 8000 * Math.sin((2 * Math.PI * 300 * i) / sampleRate),
  );
  const header = new DataView(new ArrayBuffer(44));
  const text = (at: number, word: string): void => {
    for (let i = 0; i < word.length; i++) header.setUint8(at + i, word.charCodeAt(i));
  };
  text(0, 'RIFF');
  header.setUint32(4, 36 + samples.byteLength, true);
  text(8, 'WAVEfmt ');
  header.setUint32(16, 16, true);
  header.setUint16(20, 1, true);
  header.setUint16(22, 1, true);
  header.setUint32(24, sampleRate, true);
  header.setUint32(28, 2 * sampleRate, true);
  header.setUint16(32, 2, true);
  header.setUint16(34, 16, true);
  text(36, 'data');
  header.setUint32(40, samples.byteLength, true);
  return new Blob([header, samples], { type: 'audio/wav' });
}
