/** The frame of a page: its heading, which also names the window. */
import type { ComponentChildren } from 'preact';
import { useEffect, useLayoutEffect } from 'preact/hooks';
import { dirOf } from '../markdown/direction.ts';

/** The field that a page is there for, marked with this attribute. */
export const firstField = '[data-first-field]';

export interface PageProps {
  readonly title: string;
  /** Name of the window, if the heading is too long for it. */
  readonly name?: string | undefined;
  readonly tools?: ComponentChildren;
  readonly children: ComponentChildren;
}

export function Page({ title, name = title, tools, children }: PageProps) {
  useEffect(() => {
    document.title = `${name} · Circle of Experts`;
  }, [name]);
  // Before the page is painted: whoever types at once types into the field.
  useLayoutEffect(() => {
    // On a phone the keyboard would cover the page that one has not seen yet.
    if (matchMedia('(pointer: fine)').matches) document.querySelector<HTMLElement>(firstField)?.focus();
  }, []);
  return (
    <section class="page">
      <div class="page-head">
        <h1 dir={dirOf(title)}>{title}</h1>
        {tools && <div class="tools">{tools}</div>}
      </div>
      {children}
    </section>
  );
}

/** What went wrong, and what can be done. */
export function Failure({ message, again }: { readonly message: string; readonly again?: (() => void) | undefined }) {
  return (
    <div class="failure" role="alert">
      <p>{message}</p>
      {again && (
        <button type="button" onClick={again}>
          Try again
        </button>
      )}
    </div>
  );
}
