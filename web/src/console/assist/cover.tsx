import type { AssistCoverage } from "../../api/types";
import { useFormat, usePageWords } from "../../ui/language";
import { assistDeskWords } from "../../words/assist-desk";
import { Read } from "../shell/section";
import { useCoverage } from "./queries";

/** The numbers of one building. */
export function Cover({ place }: { place: string }) {
  return <Read query={useCoverage(place)}>{(coverage) => <CoverNumbers coverage={coverage} />}</Read>;
}

/** How many of how many; a register that is too thin, or of unknown thickness, says what to do instead. */
export function CoverNumbers({ coverage }: { coverage: AssistCoverage }) {
  const say = usePageWords(assistDeskWords).cover;
  const f = useFormat();
  const { registered, estimated, full_knock } = coverage;
  const n = f.number(registered);
  return (
    <p className="assist-line assist-cover">
      <span className="num">{estimated == null ? say.unknown(n) : say.of(n, f.number(estimated))}</span>
      {full_knock && <strong className="assist-mark">{say.knock}</strong>}
    </p>
  );
}
