import { Button } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import type { AssistCoverage, PlaceView } from "../../api/types";
import { usePageWords } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { assistDeskWords } from "../../words/assist-desk";
import { EntryLine } from "./entry-line";
import { useEntries } from "./queries";

/** Which entries a building has, for whoever may see them now. A named helper sees the own ones at any time, and asks for them. */
export function Entries({ building, coverage }: { building: PlaceView; coverage: AssistCoverage }) {
  const say = usePageWords(assistDeskWords).entries;
  const [helper, setHelper] = useState(false);
  const asked = coverage.may_see || helper;
  const query = useEntries(building.id, asked);
  const shut = query.isError && ["not_activated", "forbidden"].includes(asProblem(query.error).code);
  if (!asked || shut) {
    return (
      <EmptyPanel text={say.shut}>
        {!asked && <Button onClick={() => setHelper(true)}>{say.helper}</Button>}
      </EmptyPanel>
    );
  }
  if (query.isError && !query.data) return <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} />;
  if (!query.data) return <LoadingPanel rows={2} />;
  if (query.data.length === 0) return <EmptyPanel text={say.none} />;
  return (
    <ol className="assist-lines">
      {query.data.map((line, i) => (
        <EntryLine key={line.id} line={line} n={i + 1} unit={building.unit?.id} manages={coverage.may_manage} />
      ))}
    </ol>
  );
}
