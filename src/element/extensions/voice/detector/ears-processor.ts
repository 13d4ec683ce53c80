/** By what name the worklet's file registers itself. */
export const EARS_PROCESSOR = 'kaltura-avatar-ears';

/** What the worklet is told when it is made. */
export interface EarsSettings {
  withSamples: boolean;
}
