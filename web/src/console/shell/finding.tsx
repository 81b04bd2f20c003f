import { useLanguage } from "../../ui/language";
import { COLUMN_FAULTS, FINDINGS } from "./finding-words";

interface Props {
  code: string;
  /** As the check says it, in English: it names the value. */
  detail: string;
}

/** What is wrong, in the reader's language; what the check says of the value stands below. */
export function Finding({ code, detail }: Props) {
  return <Said own={FINDINGS[code]} detail={detail} />;
}

/** The fault of a column of a register. */
export function ColumnFault({ column, detail }: { column: string; detail: string }) {
  return <Said own={COLUMN_FAULTS[column]} detail={detail} />;
}

function Said({ own, detail }: { own: string | undefined; detail: string }) {
  const { lang } = useLanguage();
  if (lang !== "zh" || own === undefined) return <span lang="en">{detail}</span>;
  return (
    <>
      {own}
      <br />
      <small lang="en" className="quiet">
        {detail}
      </small>
    </>
  );
}
