import { Component, CUSTOM_ELEMENTS_SCHEMA, signal, viewChild, type ElementRef } from '@angular/core';
import type { AvatarState, AvatarStateChangeEvent, KalturaAvatarElement } from 'kaltura-avatar';
import 'kaltura-avatar/define';

@Component({
  selector: 'app-root',
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: `
    <kaltura-avatar
      #avatar
      session-endpoint="/api/avatar/session"
      (avatar-state-change)="onStateChange($event)"
    ></kaltura-avatar>
    <p>
      <output id="state">{{ state() }}</output>
      <button (click)="sayHello()">Say hello</button>
    </p>
  `,
})
export class App {
  protected readonly state = signal<AvatarState>('idle');
  private readonly avatar = viewChild.required<ElementRef<KalturaAvatarElement>>('avatar');

  protected onStateChange({ state }: AvatarStateChangeEvent): void {
    this.state.set(state);
  }

  protected sayHello(): void {
    void this.avatar().nativeElement.speak('Hello!');
  }
}
