// There is a way back from everywhere, and it ends where one came from.
import { beforeEach, describe, expect, it } from 'vitest';
import { navigation } from './navigation.svelte';
import type { Route } from './router';

const list: Route = { screen: 'placements' };
const economy: Route = { screen: 'placement', case: 'S2022-1008', section: 'economy' };
const goals: Route = { screen: 'placement', case: 'S2022-1008', section: 'goals' };

/** Follows a link and waits until the address has told of it. */
async function follow(route: Route): Promise<void> {
  const arrived = new Promise((resolve) => {
    window.addEventListener('hashchange', resolve, { once: true });
  });
  navigation.go(route);
  await arrived;
}

beforeEach(() => navigation.reset());

describe('the way back', () => {
  it('goes through what was seen, one step at a time', async () => {
    await follow(list);
    await follow(economy);
    await follow(goals);
    navigation.back();
    expect(navigation.route).toEqual(economy);
    navigation.back();
    expect(navigation.route).toEqual(list);
  });

  it('leaves a case for the screen it was opened from, past its parts', async () => {
    await follow({ screen: 'aboveLimit' });
    await follow(economy);
    await follow(goals);
    await follow({ screen: 'packet', case: 'S2022-1008' });
    await follow(economy);
    expect(navigation.origin).toEqual({ screen: 'aboveLimit' });
    navigation.leaveCase();
    expect(navigation.route).toEqual({ screen: 'aboveLimit' });
    navigation.back();
    expect(navigation.route).toEqual({ screen: 'agenda' });
  });

  it('leads to the list from a case that one began at', () => {
    navigation.replace(economy);
    navigation.back();
    expect(navigation.route).toEqual(list);
  });

  it('is forgotten when the database is closed', async () => {
    await follow(list);
    await follow(economy);
    navigation.reset();
    navigation.back();
    expect(navigation.route).toEqual({ screen: 'agenda' });
  });
});
