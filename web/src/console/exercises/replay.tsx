import { Button, Slider } from "antd";
import { useEffect, useState } from "react";
import type { UnitRef } from "../../api/types";
import { useFormat } from "../../ui/language";
import { useSystem } from "../shell/queries";
import { useWords } from "../shell/words";
import { countsOf, onRecord } from "./frame-count";
import { LaneMap } from "./lane-map";
import { Lanes } from "./lanes";
import type { Course, Report, Scenario } from "./queries";

const STATES = ["on_post", "received", "silent", "out_of_reach"] as const;
/** How long one frame of ten minutes stays while it plays. */
const FRAME_MS = 250;

/** How it stood at one moment, and what had happened by then. */
export function Replay({ report, course, scenario, unit }: { report: Report; course: Course; scenario: Scenario; unit: UnitRef | undefined }) {
  const say = useWords().exercises;
  const f = useFormat();
  const { frames } = report;
  const root = useSystem().data?.root;
  const area = unit ?? root;
  const [at, setAt] = useState(Math.max(0, frames.length - 1));
  const [playing, setPlaying] = useState(false);
  useEffect(() => {
    if (!playing) return;
    const timer = setInterval(() => setAt((now) => Math.min(now + 1, frames.length - 1)), FRAME_MS);
    return () => clearInterval(timer);
  }, [playing, frames.length]);
  const over = at >= frames.length - 1;
  const frame = frames[at];
  if (!frame) return null;
  // Whom no channel reached cannot be called silent.
  const posts = { ...frame, silent: frame.silent - frame.out_of_reach };
  const play = () => {
    if (over && !playing) setAt(0);
    setPlaying(!playing || over);
  };
  return (
    <section aria-labelledby="exercise-replay">
      <h2 id="exercise-replay" className="no-print">{say.replay.title}</h2>
      <div className="exercise-slider">
        <Button onClick={play}>{playing && !over ? say.replay.pause : say.replay.play}</Button>
        <Slider
          min={0}
          max={frames.length - 1}
          value={at}
          onChange={(value) => {
            setPlaying(false);
            setAt(value);
          }}
          tooltip={{ open: false }}
          ariaLabelForHandle={say.replay.slider}
          ariaValueTextFormatterForHandle={() => f.dateTime(frame.at)}
        />
        <strong className="num">{f.dateTime(frame.at)}</strong>
      </div>
      <div className="exercise-moment">
        <div>
          <h3>{say.calls}</h3>
          {report.rounds.length === 0 ? (
            <p className="quiet">{say.noCalls}</p>
          ) : frame.posts === 0 ? (
            <p className="quiet">{say.replay.nothing}</p>
          ) : (
            <ul className="exercise-bars">
              {STATES.map((state) => (
                <li key={state} data-state={state}>
                  <span>{say.frame[state]}</span>
                  <span className="exercise-bar" style={{ inlineSize: `${(posts[state] / frame.posts) * 100}%` }} />
                  <span className="num">{f.number(posts[state])}</span>
                </li>
              ))}
            </ul>
          )}
          <dl className="facts">
            {countsOf(course).map((count) => {
              const known = onRecord(course, count, frame[count]);
              return (
                <div key={count}>
                  <dt>{(course === "as_it_was" && say.frameThen[count]) || say.frame[count]}</dt>
                  <dd className="num">{known === undefined ? say.unrecorded : f.number(known)}</dd>
                </div>
              );
            })}
          </dl>
        </div>
        <div>
          <h3>{say.log}</h3>
          <ol className="exercise-log">
            {report.log.map((line) => (
              <li key={`${line.at}-${f.name(line.names)}`} data-kind={line.kind} data-past={line.at <= frame.at}>
                <span className="num">{f.dateTime(line.at)}</span> <strong>{say.logKind[line.kind]}</strong> {f.name(line.names)}{" "}
                {line.source && <span className="quiet small">{say.source(line.source)}</span>}
              </li>
            ))}
          </ol>
        </div>
      </div>
      {area && report.lanes.length > 0 && <LaneMap report={report} unit={area} at={at} />}
      <Lanes report={report} at={at} />
      {scenario.rain && <Rain rain={scenario.rain} at={frame.at} />}
    </section>
  );
}

const HOUR = 3_600_000;

/** Hour by hour; what was observed is full, what was reconstructed is hollow, and the words say so. */
function Rain({ rain, at }: { rain: NonNullable<Scenario["rain"]>; at: number }) {
  const say = useWords().exercises;
  const f = useFormat();
  const most = Math.max(...rain.hourly_mm, 1);
  return (
    <figure className="exercise-rain">
      <figcaption>
        {say.rain} · <strong>{f.name(rain.note)}</strong>
      </figcaption>
      <ol>
        {rain.hourly_mm.map((mm, hour) => (
          <li
            key={hour}
            data-observed={rain.observed.includes(hour)}
            data-past={rain.from + hour * HOUR <= at}
            style={{ blockSize: `${Math.max(2, (mm / most) * 100)}%` }}
            title={`${f.dateTime(rain.from + (hour + 1) * HOUR)} · ${mm} mm${rain.observed.includes(hour) ? ` · ${say.observed}` : ""}`}
          >
            <span className="visually-hidden">{`${f.time(rain.from + (hour + 1) * HOUR)} ${mm} mm`}</span>
          </li>
        ))}
      </ol>
    </figure>
  );
}
