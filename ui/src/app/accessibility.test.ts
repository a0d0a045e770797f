// axe finds nothing wrong on any screen. Contrast and sizes need a real window and are checked there.
import { fireEvent, render, screen as page } from '@testing-library/svelte';
import axe from 'axe-core';
import { beforeEach, describe, expect, it } from 'vitest';
import { useTransport } from '$/ipc/client';
import { handOver } from '$/features/people/handOver.svelte';
import { fakeCore, samplePassphrase, type FakeOptions } from '$/ipc/testing/fake';
import App from './App.svelte';
import { navigation } from './navigation.svelte';
import type { Route } from './router';
import { session } from './session.svelte';

const screens: { name: string; route: Route; heading: RegExp }[] = [
  { name: 'Dagens arbejde', route: { screen: 'agenda' }, heading: /^Dagens arbejde$/ },
  { name: 'Mangler', route: { screen: 'gaps' }, heading: /^Mangler$/ },
  { name: 'Arbejdsliste', route: { screen: 'workList' }, heading: /^Arbejdsliste$/ },
  { name: 'Leverandører', route: { screen: 'providers' }, heading: /^Leverandører$/ },
  { name: 'en leverandør', route: { screen: 'provider', id: 'provider-1' }, heading: /^Fonden Nordlys$/ },
  {
    name: 'Regulering',
    route: { screen: 'prices', section: 'indexation' },
    heading: /^Takstregulering$/,
  },
  {
    name: 'Varslede takster',
    route: { screen: 'prices', section: 'notified' },
    heading: /^Takstregulering$/,
  },
  { name: 'P/L', route: { screen: 'prices', section: 'index' }, heading: /^Takstregulering$/ },
  { name: 'Overblik', route: { screen: 'overview' }, heading: /^Overblik$/ },
  { name: 'Placeringer', route: { screen: 'placements' }, heading: /^Placeringer$/ },
  {
    name: 'Økonomi',
    route: { screen: 'placement', case: 'S2022-1008', section: 'economy' },
    heading: /Mads/,
  },
  { name: 'Mål', route: { screen: 'placement', case: 'S2022-1008', section: 'goals' }, heading: /Mads/ },
  {
    name: 'Kontrakt',
    route: { screen: 'placement', case: 'S2022-1008', section: 'contract' },
    heading: /Mads/,
  },
  {
    name: 'Historik',
    route: { screen: 'placement', case: 'S2022-1008', section: 'history' },
    heading: /Mads/,
  },
  { name: 'Udgiftstunge sager', route: { screen: 'aboveLimit' }, heading: /^Udgiftstunge sager$/ },
  { name: 'Udskrift', route: { screen: 'packet', case: null }, heading: /^Udskrift$/ },
  {
    name: 'Forhandlingspakke',
    route: { screen: 'packet', case: 'S2022-1008' },
    heading: /forhandlingspakke/,
  },
  { name: 'Import', route: { screen: 'import' }, heading: /^Import$/ },
  { name: 'Log', route: { screen: 'log', case: null }, heading: /^Log$/ },
  { name: 'Indstillinger', route: { screen: 'settings' }, heading: /^Indstillinger$/ },
  { name: 'Brugere', route: { screen: 'settings', section: 'people' }, heading: /^Indstillinger$/ },
];

async function violations(): Promise<string[]> {
  const result = await axe.run(document.body, {
    runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa'],
    rules: { 'color-contrast': { enabled: false }, 'target-size': { enabled: false } },
  });
  return result.violations.map((found) => `${found.id}: ${found.nodes.map((node) => node.html).join(' ')}`);
}

function start(phase: FakeOptions['phase'], kind: FakeOptions['kind'] = 'local'): void {
  useTransport(fakeCore({ phase, kind }));
  render(App);
}

async function press(name: string | RegExp): Promise<void> {
  await fireEvent.click(await page.findByRole('button', { name }));
}

describe('axe', () => {
  beforeEach(() => {
    document.documentElement.lang = 'da';
    document.title = 'Vilkår';
    session.state = null;
    handOver.finish();
  });

  it.each(screens)('finds nothing on $name', async ({ route, heading }) => {
    navigation.replace(route);
    start('open');
    await page.findByRole('heading', { level: 1, name: heading });
    expect(await violations()).toEqual([]);
  });

  it('finds nothing on a form and on two changes side by side', async () => {
    navigation.replace({ screen: 'placement', case: 'S2022-1008', section: 'economy' });
    useTransport(fakeCore({ phase: 'open', kind: 'shared', clashes: true }));
    render(App);
    await fireEvent.click(await page.findByRole('button', { name: 'Ret' }));
    await fireEvent.input(await page.findByLabelText('Støttetimer'), { target: { value: '20' } });
    expect(await violations()).toEqual([]);
    await fireEvent.click(page.getByRole('button', { name: 'Gem' }));
    await page.findByRole('heading', { name: 'I har rettet samtidig' });
    await fireEvent.click(page.getByRole('button', { name: 'Flet og gem' }));
    await page.findByRole('alert');
    expect(await violations()).toEqual([]);
  });

  it('finds nothing on a form with its effect, what is wrong, and the question before it is let go', async () => {
    navigation.replace({ screen: 'placement', case: 'S2022-1008', section: 'economy' });
    start('open');
    await press('Ny takstlinje');
    await page.findByLabelText('Gælder fra');
    await press('Gem');
    await page.findAllByRole('alert');
    expect(await violations()).toEqual([]);
    await fireEvent.input(page.getByLabelText('Gælder fra'), { target: { value: '01-12-2026' } });
    await page.findByRole('table', { name: 'Virkning på udgiften' });
    await press('Fortryd');
    expect(await violations()).toEqual([]);
  });

  it('finds nothing on a form with choices of many', async () => {
    navigation.replace({ screen: 'placements' });
    start('open');
    await press('Ny placering');
    await page.findByRole('group', { name: 'Taksten omfatter' });
    expect(await violations()).toEqual([]);
  });

  it('finds nothing on a menu', async () => {
    navigation.replace({ screen: 'placement', case: 'S2022-1008', section: 'contract' });
    start('open');
    await press('Handlinger');
    await page.findByRole('menu');
    expect(await violations()).toEqual([]);
  });

  it('finds nothing where all goals are followed up', async () => {
    navigation.replace({ screen: 'placement', case: 'S2022-1008', section: 'goals' });
    start('open');
    await press('Følg op på alle mål');
    await page.findByLabelText('Dato');
    await press('Gem opfølgningen');
    await page.findByText('Vælg, hvem der har vurderet.');
    expect(await violations()).toEqual([]);
  });

  it('finds nothing where a file is taken off', async () => {
    navigation.replace({ screen: 'placement', case: 'S2022-1008', section: 'contract' });
    start('open');
    await press('Fjern K-2406.pdf');
    await page.findByRole('dialog');
    expect(await violations()).toEqual([]);
  });

  it('finds nothing on a drawing of the log', async () => {
    navigation.replace({ screen: 'placement', case: 'S2022-1008', section: 'history' });
    start('open');
    await fireEvent.click(await page.findByRole('button', { name: 'Træk indsigt' }));
    await fireEvent.click(page.getByRole('button', { name: 'Vis' }));
    await page.findByRole('table', { name: /Indsigt i loggen/ });
    expect(await violations()).toEqual([]);
  });

  it('finds nothing on a screen that the roles do not open', async () => {
    useTransport(fakeCore({ phase: 'open', role: 'leder' }));
    render(App);
    await page.findByRole('heading', { level: 1, name: /^Overblik$/ });
    navigation.replace({ screen: 'placements' });
    await page.findByRole('heading', { level: 1, name: /^Placeringer$/ });
    expect(await violations()).toEqual([]);
  });

  it('finds nothing where a clerk begins', async () => {
    navigation.replace({ screen: 'overview' });
    useTransport(fakeCore({ phase: 'open', role: 'administrativ medarbejder' }));
    render(App);
    await page.findByRole('heading', { level: 1, name: /^Udskrift$/ });
    expect(await violations()).toEqual([]);
  });

  it('finds nothing before a database is open', async () => {
    start('start');
    await page.findByRole('heading', { level: 1 });
    expect(await violations()).toEqual([]);
  });

  it('finds nothing where the passphrase is asked for', async () => {
    start('locked');
    await page.findByLabelText('Adgangssætning');
    expect(await violations()).toEqual([]);
  });

  it('finds nothing where one signs in to a server', async () => {
    start('locked', 'shared');
    await press('Brug et andet login');
    await press('Log ind');
    await page.findByRole('alert');
    expect(await violations()).toEqual([]);
  });

  it('finds nothing where a server is chosen and a database created on it', async () => {
    start('start');
    await press(/Fælles database på en server/);
    await press('Fortsæt');
    expect(await violations()).toEqual([]);
    await press('Opret en fælles database');
    await press('Opret fælles database');
    expect(await violations()).toEqual([]);
  });

  it('finds nothing where one chooses one’s own passphrase', async () => {
    start('newPassphrase');
    await press('Brug denne adgangssætning');
    expect(await violations()).toEqual([]);
  });

  it('finds nothing on the people of a shared database', async () => {
    navigation.replace({ screen: 'settings', section: 'people' });
    start('open', 'shared');
    await page.findByRole('table');
    expect(await violations()).toEqual([]);
  });

  it('finds nothing where somebody is added', async () => {
    navigation.replace({ screen: 'settings', section: 'people' });
    start('open');
    await press('Tilføj bruger');
    await press('Tilføj');
    expect(await violations()).toEqual([]);
  });

  it('finds nothing where somebody is removed and on what must be handed out then', async () => {
    navigation.replace({ screen: 'settings', section: 'people' });
    start('open');
    await press('Fjern Karina Holst');
    expect(await violations()).toEqual([]);
    await fireEvent.input(page.getByLabelText('Din egen adgangssætning'), {
      target: { value: samplePassphrase },
    });
    const button = page.getAllByRole('button', { name: 'Fjern Karina Holst' }).at(-1);
    if (button) await fireEvent.click(button);
    await press('Færdig');
    expect(await violations()).toEqual([]);
  });
});
