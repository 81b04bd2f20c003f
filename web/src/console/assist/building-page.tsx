import { Link, useParams } from "@tanstack/react-router";
import { asProblem } from "../../api/problem";
import type { AssistCoverage, PlaceView } from "../../api/types";
import { useFormat, usePageWords } from "../../ui/language";
import { LoadingPanel, ProblemPanel } from "../../ui/state-panel";
import { assistDeskWords } from "../../words/assist-desk";
import { Allowed } from "../shell/allowed";
import { ASSIST } from "../shell/nav-entries";
import { Read, Section } from "../shell/section";
import { useSession } from "../shell/session";
import "./assist.css";
import { CoverNumbers } from "./cover";
import { Entries } from "./entries";
import { EstimateForm } from "./estimate-form";
import { PrintList } from "./print-list";
import { PrintsOf } from "./prints";
import { useBuilding, useCoverage } from "./queries";
import { RegisterButton } from "./register-button";

export function AssistBuildingPage() {
  const say = usePageWords(assistDeskWords);
  return (
    <Allowed permission={ASSIST} title={say.one}>
      <Detail />
    </Allowed>
  );
}

function Detail() {
  const say = usePageWords(assistDeskWords);
  const f = useFormat();
  const { id } = useParams({ from: "/assist/$id" });
  const query = useBuilding(id);
  const building = query.data;
  return (
    <article className="assist-building">
      <Link to="/assist" search={building?.unit ? { unit: building.unit.id } : {}} className="back-link">
        ← {say.back}
      </Link>
      <h1>{building ? f.name(building.names) || building.code : say.one}</h1>
      {building?.unit && <p className="quiet">{f.name(building.unit.names)}</p>}
      {query.isPending && <LoadingPanel rows={6} />}
      {query.isError && !building && <ProblemPanel problem={asProblem(query.error)} retry={() => void query.refetch()} />}
      {building && <Register key={id} building={building} />}
    </article>
  );
}

function Register({ building }: { building: PlaceView }) {
  const say = usePageWords(assistDeskWords);
  const query = useCoverage(building.id, true);
  return (
    <>
      <Section id="assist-cover" title={say.cover.title}>
        <Read query={query}>{(coverage) => <Standing place={building.id} coverage={coverage} />}</Read>
      </Section>
      {query.data && (
        <Section id="assist-entries" title={say.entries.title}>
          <Entries building={building} coverage={query.data} />
        </Section>
      )}
      {building.unit && (
        <Section id="assist-prints" title={say.prints.title}>
          {query.data?.activated && query.data.may_see && <PrintList place={building.id} />}
          <PrintsOf place={building.id} unit={building.unit.id} />
        </Section>
      )}
    </>
  );
}

function Standing({ place, coverage }: { place: string; coverage: AssistCoverage }) {
  const say = usePageWords(assistDeskWords);
  const writes = useSession()?.permissions.includes("report_for_others") ?? false;
  return (
    <>
      <CoverNumbers coverage={coverage} />
      <p>{coverage.activated ? say.cover.open : say.cover.quiet}</p>
      <p className="quiet">{say.cover.renew}</p>
      {coverage.may_manage && <EstimateForm place={place} estimated={coverage.estimated} />}
      {writes ? <RegisterButton place={place} /> : <p className="quiet">{say.register.phone}</p>}
    </>
  );
}
