// The address and the route are two forms of the same place.
import { describe, expect, it } from 'vitest';
import { fromHash, toHash, type Route } from './router';

const routes: Route[] = [
  { screen: 'agenda' },
  { screen: 'gaps' },
  { screen: 'gaps', kinds: ['no_contract', 'no_goals'] },
  { screen: 'workList' },
  { screen: 'overview' },
  { screen: 'placements' },
  { screen: 'placements', filters: ['status:open', 'gap:no_contract'] },
  { screen: 'placements', filters: ['provider:Æbleø & Co./Syd?'] },
  { screen: 'placement', case: '29.21.04-P20-1-18', section: 'goals' },
  { screen: 'placement', case: 'sag / æ#ø', section: 'economy' },
  { screen: 'aboveLimit' },
  { screen: 'providers' },
  { screen: 'provider', id: '0199/æ' },
  { screen: 'prices', section: 'indexation' },
  { screen: 'prices', section: 'notified' },
  { screen: 'prices', section: 'index' },
  { screen: 'import' },
  { screen: 'packet', case: null },
  { screen: 'packet', case: 'S2022-1008' },
  { screen: 'log', case: null },
  { screen: 'log', case: 'S2022-1008' },
  { screen: 'settings' },
  { screen: 'settings', section: 'people' },
];

describe('a route', () => {
  it.each(routes)('survives its address: %j', (route) => {
    expect(fromHash(toHash(route))).toEqual(route);
  });

  it('is Dagens arbejde where the address says nothing', () => {
    expect(fromHash('')).toEqual({ screen: 'agenda' });
    expect(fromHash('#/findesikke')).toEqual({ screen: 'agenda' });
  });

  it('is the list where an address names no case or a broken one', () => {
    expect(fromHash('#/placering/')).toEqual({ screen: 'placements' });
    expect(fromHash('#/placering/%E0%A4%A')).toEqual({ screen: 'placements' });
  });

  it('opens Økonomi where the part is unknown', () => {
    expect(fromHash('#/placering/S1/ukendt')).toEqual({
      screen: 'placement',
      case: 'S1',
      section: 'economy',
    });
  });
});
