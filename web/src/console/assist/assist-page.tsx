import { useSearch } from "@tanstack/react-router";
import { Input } from "antd";
import { useState } from "react";
import { asProblem } from "../../api/problem";
import { useFormat, usePageWords } from "../../ui/language";
import { EmptyPanel, LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { assistDeskWords } from "../../words/assist-desk";
import { Allowed } from "../shell/allowed";
import { ASSIST } from "../shell/nav-entries";
import { useUnitDetail } from "../shell/queries";
import { useSession } from "../shell/session";
import { useDebounced } from "../shell/use-debounced";
import { MoreFoot } from "../shell/more-foot";
import { useWords } from "../shell/words";
import "./assist.css";
import { BuildingCard } from "./building-card";
import { PrintsOut } from "./prints";
import { useBuildings } from "./queries";

export function AssistPage() {
  const words = useWords();
  return (
    <Allowed permission={ASSIST} title={words.menuGroups.assist}>
      <Area />
    </Allowed>
  );
}

/** Without a chosen area the one in which the reader holds a post: nobody works on the register of a whole city. */
function Area() {
  const words = useWords();
  const say = usePageWords(assistDeskWords);
  const f = useFormat();
  const session = useSession();
  const { unit = session?.postings[0]?.unit.id } = useSearch({ from: "/assist" });
  const area = useUnitDetail(unit).data?.unit;
  return (
    <div className="assist-page">
      <div className="page-head">
        <h1>{unit && area ? say.of(f.name(area.names)) : words.menuGroups.assist}</h1>
      </div>
      <p className="quiet">{say.lead}</p>
      {unit ? (
        <>
          <PrintsOut key={`prints ${unit}`} unit={unit} />
          <Buildings key={unit} unit={unit} />
        </>
      ) : (
        <EmptyPanel text={say.pickArea} />
      )}
    </div>
  );
}

function Buildings({ unit }: { unit: string }) {
  const say = usePageWords(assistDeskWords);
  const f = useFormat();
  const [text, setText] = useState("");
  const q = useDebounced(text.trim());
  const query = useBuildings(unit, q);
  const buildings = (query.data?.pages ?? []).flatMap((page) => page.items);
  return (
    <>
      <Input allowClear className="assist-find" aria-label={say.find} placeholder={say.find} value={text} onChange={(event) => setText(event.target.value)} />
      {query.isPending && <LoadingPanel rows={6} />}
      {query.isError && !query.data && <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} />}
      {query.data && buildings.length === 0 && <EmptyPanel text={q ? say.notFound : say.empty} />}
      <ul className="cards">
        {buildings.map((building) => (
          <BuildingCard key={building.id} building={building} />
        ))}
      </ul>
      <MoreFoot loaded={buildings.length > 0 && say.loaded(f.number(buildings.length))} list={query} />
    </>
  );
}
