import type { DemoPage } from './demo-page.js';

/** For how long after a click the avatar is still heard, in milliseconds, as the browser plays it. Before that, it has to speak. */
export function heardAfterClick({ video }: DemoPage, buttonId: string): Promise<number> {
  return video.evaluate(
    async (element, { id, forMs, loud, everyMs }) => {
      const context = new AudioContext();
      const analyser = context.createAnalyser();
      analyser.fftSize = 512;
      context.createMediaStreamSource((element as HTMLVideoElement).srcObject as MediaStream).connect(analyser);
      const samples = new Float32Array(analyser.fftSize);
      const isHeard = (): boolean => {
        analyser.getFloatTimeDomainData(samples);
        return samples.some((sample) => Math.abs(sample) > loud);
      };
      const nextMoment = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, everyMs));
      while (!isHeard()) await nextMoment();
      const clickedAt = performance.now();
      document.getElementById(id)?.click();
      let heardAt = clickedAt;
      while (performance.now() - clickedAt < forMs) {
        const now = performance.now();
        if (isHeard()) heardAt = now;
        await nextMoment();
      }
      await context.close();
      return heardAt - clickedAt;
    },
    { id: buttonId, forMs: 1500, loud: 0.02, everyMs: 10 },
  );
}
