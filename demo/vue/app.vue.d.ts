import type { Component } from 'vue';

declare const App: Component;
// How Vue's compiler exports it.
export default App;
