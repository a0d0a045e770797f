// Start of the window: styles, the door to the core, and the program's frame.
import { mount } from 'svelte';
import './design/index.scss';
import App from './app/App.svelte';
import { connect } from './ipc/client';

const target = document.getElementById('app');
if (target === null) throw new Error('the page has no #app');

await connect();
mount(App, { target });
