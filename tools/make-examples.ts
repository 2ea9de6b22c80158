import { readFileSync, writeFileSync } from 'node:fs';

/**
 * Writes the data of the example from vega-datasets (BSD-3-Clause), so that it can be remade:
 * `node tools/make-examples.ts`. Rows and values are as they were; only the form is CSV.
 */
const from = new URL('../node_modules/vega-datasets/data/', import.meta.url);
const to = new URL('../public/examples/', import.meta.url);

interface Flight {
  readonly date: string;
  readonly delay: number;
  readonly distance: number;
  readonly origin: string;
  readonly destination: string;
}

const flights = JSON.parse(readFileSync(new URL('flights-20k.json', from), 'utf8')) as Flight[];
const rows = flights.map(({ date, delay, distance, origin, destination }) =>
  [date, delay, distance, origin, destination].join(','),
);
const header = 'date,delay,distance,origin,destination';
writeFileSync(new URL('flights.csv', to), `${[header, ...rows].join('\n')}\n`);
writeFileSync(new URL('airports.csv', to), readFileSync(new URL('airports.csv', from)));
