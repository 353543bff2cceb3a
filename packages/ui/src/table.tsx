import { clsx } from 'clsx';
import type { ComponentProps, ReactNode } from 'react';

export interface TableProps {
  /** What the table lists; read to those who cannot see it. */
  readonly caption: string;
  readonly columns: readonly {
    readonly label: string;
    readonly hidden?: boolean;
    readonly className?: string;
  }[];
  readonly children: ReactNode;
  /** On a phone each row is a small card, one cell below the other, instead of a table that scrolls sideways. */
  readonly stacked?: boolean;
}

/** A dense table that scrolls sideways inside itself, never the page. */
export function Table({ caption, columns, children, stacked = false }: TableProps) {
  return (
    <section
      // biome-ignore lint/a11y/noNoninteractiveTabindex: a region that scrolls must be reachable by keyboard
      tabIndex={0}
      aria-label={caption}
      className="relative overflow-x-auto rounded-lg border border-n-6 bg-surface"
    >
      <table
        className={clsx(
          'w-full border-collapse text-left tabular-nums',
          stacked &&
            'max-md:block max-md:[&_tbody]:block max-md:[&_td]:block max-md:[&_td]:py-0.5 max-md:[&_td]:text-left max-md:[&_thead]:sr-only max-md:[&_tr]:block max-md:[&_tr]:py-2.5',
        )}
      >
        <caption className="sr-only">{caption}</caption>
        <thead>
          <tr className="border-b border-n-6 bg-n-2 text-sm text-n-11">
            {columns.map((column) => (
              <th
                key={column.label}
                scope="col"
                className={clsx('whitespace-nowrap px-3 py-2 font-medium', column.className)}
              >
                {column.hidden ? <span className="sr-only">{column.label}</span> : column.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </section>
  );
}

export function Row({ className, ...rest }: ComponentProps<'tr'>) {
  return <tr className={clsx('border-b border-n-6 last:border-0 hover:bg-n-2', className)} {...rest} />;
}

export function Cell({ className, ...rest }: ComponentProps<'td'>) {
  return <td className={clsx('px-3 py-2 align-top', className)} {...rest} />;
}
