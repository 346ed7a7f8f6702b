/** What surrounds every page: who is signed in, where one can go, help, and what is read out. */
import type { ComponentChildren } from 'preact';
import { useCallback, useEffect, useRef } from 'preact/hooks';
import type { CircleClient } from '../../shared/client/client.ts';
import icon from './icon.svg';
import { AskPage } from './pages/ask.tsx';
import { ConsultationPage } from './pages/consultation.tsx';
import { ExpertsPage } from './pages/experts.tsx';
import { HistoryPage } from './pages/history.tsx';
import { ReliabilityPage } from './pages/reliability.tsx';
import { ReportPage } from './pages/report.tsx';
import { ReviewPage } from './pages/review.tsx';
import { ReviewsPage } from './pages/reviews.tsx';
import { SchedulesPage } from './pages/schedules.tsx';
import { SignInPage } from './pages/sign-in.tsx';
import { Help } from './parts/help.tsx';
import { firstField } from './parts/page.tsx';
import { ThemeSwitch } from './parts/theme-switch.tsx';
import { announcement } from './state/announce.ts';
import { searchWanted } from './state/history-pages.ts';
import { type KeyCommand, useKeys } from './state/keys.ts';
import { goTo, route } from './state/route.ts';
import { client, signOut } from './state/session.ts';
import type { Route } from './text/address.ts';

const places = [
  ['ask', '#/', 'Ask'],
  ['history', '#/consultations', 'History'],
  ['reviews', '#/reviews', 'Reviews'],
  ['experts', '#/experts', 'Experts'],
  ['reliability', '#/reliability', 'Reliability'],
  ['report', '#/report', 'Report'],
  ['schedules', '#/schedules', 'Schedules'],
] as const;

const keyAddresses: Readonly<Record<string, string>> = {
  n: '#/',
  h: '#/consultations',
  v: '#/reviews',
  e: '#/experts',
  r: '#/reliability',
  p: '#/report',
  s: '#/schedules',
  '/': '#/consultations',
};

/** The whole console. */
export function Shell() {
  const help = useRef<HTMLDialogElement>(null);
  const signedIn = client.value;
  const showHelp = useCallback(() => help.current?.showModal(), []);
  const command = useCallback<KeyCommand>(
    ({ key }) => {
      const address = keyAddresses[key];
      if (key === '?') showHelp();
      else if (client.value && address !== undefined && !isSearchHere(key)) goTo(address);
      else return false;
      if (key === '/') searchWanted.value = true;
      return true;
    },
    [showHelp],
  );
  useKeys(command);
  return (
    <>
      <button type="button" class="skip" onClick={() => document.getElementById('main')?.focus()}>
        Skip to the content
      </button>
      <header class="bar">
        <a class="brand" href="#/">
          <img src={icon} alt="" width="22" height="22" />
          <span>Circle of Experts</span>
        </a>
        {signedIn && <Places current={route.value} />}
        <div class="tools">
          <ThemeSwitch />
          <button type="button" class="quiet keys-help" onClick={showHelp}>
            Keys
          </button>
          {signedIn && (
            <button type="button" class="quiet" onClick={() => signOut()}>
              Sign out
            </button>
          )}
        </div>
      </header>
      <main id="main" tabIndex={-1}>
        {signedIn ? <Page route={route.value} client={signedIn} /> : <SignInPage />}
      </main>
      <Help dialog={help} />
      <p class="unseen" role="status">
        {announcement}
      </p>
    </>
  );
}

/** The history listens to the key of its search itself. */
function isSearchHere(key: string): boolean {
  return key === '/' && route.value.page === 'history';
}

function Places({ current }: { readonly current: Route }) {
  return (
    <nav aria-label="Pages">
      {places.map(([page, address, label]) => (
        <a key={page} href={address} aria-current={current.page === page ? 'page' : undefined}>
          {label}
        </a>
      ))}
    </nav>
  );
}

function Page({ route: { ...current }, client: signedIn }: { readonly route: Route; readonly client: CircleClient }): ComponentChildren {
  const address = 'id' in current ? `${current.page} ${current.id}` : current.page;
  useArrival(address);
  if (current.page === 'ask') return <AskPage client={signedIn} again={current.again} key={current.again} />;
  if (current.page === 'history') return <HistoryPage client={signedIn} filter={current.filter} />;
  if (current.page === 'experts') return <ExpertsPage client={signedIn} />;
  if (current.page === 'reliability') return <ReliabilityPage client={signedIn} />;
  if (current.page === 'report') return <ReportPage client={signedIn} filter={current.filter} />;
  if (current.page === 'schedules') return <SchedulesPage client={signedIn} />;
  const one = pageOfOne(current, signedIn);
  if (one !== undefined) return one;
  return (
    <section class="page">
      <h1>There is no such page</h1>
      <p>
        <a href="#/">Ask a question</a> or <a href="#/consultations">look at the history</a>.
      </p>
    </section>
  );
}

/** The page of one consultation or review, and of the reviews of one subject; undefined of any other. */
function pageOfOne(current: Route, signedIn: CircleClient): ComponentChildren | undefined {
  if (current.page === 'reviews') return <ReviewsPage client={signedIn} subject={current.subject} key={current.subject} />;
  if (current.page === 'review') return <ReviewPage client={signedIn} id={current.id} key={current.id} />;
  if (current.page === 'consultation') return <ConsultationPage client={signedIn} id={current.id} key={current.id} />;
  return undefined;
}

/** On a new page the reader starts at the top of the content, as after a load; the first page keeps the focus where the browser put it. */
function useArrival(address: string): void {
  const before = useRef(address);
  useEffect(() => {
    if (before.current === address) return;
    before.current = address;
    scrollTo(0, 0);
    if (!document.querySelector(firstField)) document.getElementById('main')?.focus({ preventScroll: true });
  }, [address]);
}
