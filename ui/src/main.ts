// Start of the window: styles, the door to the core, and the program's frame.
import { mount } from 'svelte';
import './design/index.scss';
import App from './app/App.svelte';
import { connect } from './ipc/client';

const target = document.getElementById('app');
if (target === null) throw new Error('the page has no #app');

// The pages of paper use cuts that no screen before them does; asked for now, they are here when a page is shown.
const cuts = ['400', '600', '700', 'italic 400'];
void Promise.all(cuts.map((cut) => document.fonts.load(`${cut} 14px 'IBM Plex Sans'`)));

await connect();
mount(App, { target });
