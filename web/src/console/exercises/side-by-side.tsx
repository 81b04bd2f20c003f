import { Link } from "@tanstack/react-router";
import { useFormat } from "../../ui/language";
import { useWords } from "../shell/words";
import { useLagWords } from "./lag-words";
import { COURSES, type CourseMeasures, type Scenario } from "./queries";

interface Props {
  /** The exercise whose page this is. */
  id: string;
  courses: CourseMeasures[];
  scenario: Scenario | undefined;
}

/** What each course of the scenario comes to: as it was, by today's plans, and without network. */
export function SideBySide({ id, courses, scenario }: Props) {
  const words = useWords().exercises;
  const say = words.courses;
  const f = useFormat();
  const measures = useMeasures(courses, scenario);
  const missing = COURSES.filter((course) => courses.every((one) => one.course !== course));
  return (
    <section aria-labelledby="exercise-courses-played">
      <h2 id="exercise-courses-played">{say.title}</h2>
      {missing.length > 0 && <p>{say.missing(missing.map((course) => words.course[course]).join(say.and))}</p>}
      {courses.length > 1 && (
        <>
          <p className="quiet">{say.what}</p>
          <div className="table-scroll exercise-beside" tabIndex={0} role="group" aria-labelledby="exercise-courses-played">
            <table className="plain-table">
              <thead>
                <tr>
                  <th scope="col">{say.measure}</th>
                  {courses.map(({ course, exercise, played_at }) => (
                    <th key={course} scope="col">
                      {exercise === id ? (
                        `${words.course[course]} (${say.this})`
                      ) : (
                        <Link to="/exercises/$id" params={{ id: exercise }}>
                          {words.course[course]}
                        </Link>
                      )}
                      {played_at != null && <div className="quiet small num">{say.played(f.dateTime(played_at))}</div>}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {measures.map(([measure, value]) => (
                  <tr key={measure}>
                    <th scope="row">{measure}</th>
                    {courses.map((one) => (
                      <td key={one.course} className="num">
                        {value(one) ?? (one.course === "as_it_was" ? words.unrecorded : "–")}
                      </td>
                    ))}
                  </tr>
                ))}
              </tbody>
            </table>
          </div>
        </>
      )}
    </section>
  );
}

/** What is measured, and what it was in a course; nothing where that is not known. */
function useMeasures(courses: CourseMeasures[], scenario: Scenario | undefined): [string, (one: CourseMeasures) => string | undefined][] {
  const words = useWords();
  const say = words.exercises.courses;
  const f = useFormat();
  const lagWords = useLagWords();
  const first = courses.find((one) => one.lag)?.lag;
  const by = scenario?.harm ? f.dateTime(scenario.harm.by) : undefined;
  const before = (what: string) => (by ? say.before(by, what) : what);
  const of = (count: number | null | undefined, all: number | null | undefined) => (count == null || all == null ? undefined : `${f.number(count)} / ${f.number(all)}`);
  const posts = (count: "received" | "on_post" | "unreached" | "silent" | "out_of_reach") => (one: CourseMeasures) => of(one.posts?.[count], one.posts?.posts);
  return [
    [say.lag(first?.target ? (words.calls.level[first.target.colour] ?? "") : "", f.name(first?.unit ?? {})), ({ course, lag }) => (lag ? lagWords.took(course, lag) : undefined)],
    [say.target, ({ lag }) => (lag ? lagWords.target(lag) : undefined)],
    [say.inTime, (one) => of(one.in_time, one.in_time_of)],
    [say.calls, ({ calls, rounds }) => (calls == null || rounds == null ? undefined : say.callsOf(f.number(calls), f.number(rounds)))],
    [before(say.received), posts("received")],
    [before(say.onPost), posts("on_post")],
    [before(say.unreached), posts("unreached")],
    [say.silent, posts("silent")],
    [say.outOfReach, posts("out_of_reach")],
    [say.late, ({ late_tasks, late_unreported }) => (late_tasks == null || late_unreported == null ? undefined : say.lateOf(f.number(late_tasks), f.number(late_unreported)))],
  ];
}
