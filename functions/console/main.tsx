/** The web console: one page, which talks to the API beside it. */
import { render } from 'preact';
import { Shell } from './shell.tsx';

const place = document.getElementById('console');
if (place) render(<Shell />, place);
