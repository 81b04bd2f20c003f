import type { ReactNode } from "react";
import "./plain-table.css";

/** A cell; numbers and times line up. */
export type Cell = { of: ReactNode; numeric?: boolean };

/** A cell with a number or a time. */
export const number = (of: string): Cell => ({ of, numeric: true });

/** A row: its heading and what stands beside it. */
export type Row = { key: string | number; cells: [string | undefined, ...Cell[]] };

/** A small table that scrolls sideways on a phone. A column without a heading holds what is only looked at. */
export function PlainTable({ label, heads, rows }: { label: string; heads: (string | undefined)[]; rows: Row[] }) {
  return (
    <div className="table-scroll" tabIndex={0} role="region" aria-label={label}>
      <table className="plain-table">
        <thead>
          <tr>
            {heads.map((head) => (head ? <th key={head} scope="col">{head}</th> : <td key="looked-at" />))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [name, ...cells] }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {cells.map((cell, index) => (
                <td key={heads[index + 1]} className={cell.numeric ? "num" : undefined}>
                  {cell.of}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
