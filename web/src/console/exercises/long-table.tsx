import { Button } from "antd";
import { useState } from "react";
import { useFormat } from "../../ui/language";
import { PlainTable, type Row } from "../../ui/plain-table";

/** Rows that are shown before somebody asks for the rest. */
const FEW = 12;

interface Props {
  label: string;
  heads: string[];
  rows: Row[];
  /** What the button says that shows the rest. */
  more: (rows: string) => string;
}

/** A table that shows its first rows until somebody asks for the rest. */
export function LongTable({ label, heads, rows, more }: Props) {
  const f = useFormat();
  const [all, setAll] = useState(false);
  return (
    <>
      <PlainTable label={label} heads={heads} rows={all ? rows : rows.slice(0, FEW)} />
      {!all && rows.length > FEW && (
        <Button className="no-print" onClick={() => setAll(true)}>
          {more(f.number(rows.length - FEW))}
        </Button>
      )}
    </>
  );
}
