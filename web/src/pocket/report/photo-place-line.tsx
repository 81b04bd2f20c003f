import { useEffect, useRef } from "react";
import { useFormat, usePageWords } from "../../ui/language";
import { voiceWords } from "../../words/voice";
import type { Photo } from "../photo";
import { metres } from "../tasks/geo";
import { offerOf, taken, takenBack, withoutIts } from "./photo-place";
import type { StepProps } from "./report-page";
import { locate } from "./use-position";

/** So long the name of the unit is waited for, ms. */
const PATIENCE_MS = 4000;
const tired = () => new Promise<undefined>((done) => setTimeout(done, PATIENCE_MS));

/** Where the photo was taken becomes where it is, said in words and taken back with one tap. */
export function PhotoPlaceLine({ draft, change, photos }: StepProps & { photos: Photo[] }) {
  const f = useFormat();
  const say = usePageWords(voiceWords).place;
  const { point, unit, before, ownPlace } = draft;
  const offer = offerOf({ point, unit, before, ownPlace }, photos);
  useTaken({ draft, change, photos });
  useGone({ draft, change, photos });
  const use = async () => offer && change(taken({ point, unit }, offer, await Promise.race([locate(offer.spot), tired()])));
  return (
    <div aria-live="polite">
      {point?.photo && (
        <div className="hint-box" data-place="photo">
          <p>{say.taken}</p>
          <button type="button" className="secondary" onClick={() => change(takenBack({ before }))}>
            {say.back}
          </button>
        </div>
      )}
      {offer?.ask && point && (
        <div className="hint-box" data-place="ask">
          <p>{say.far(f.number(Math.round(metres(point, offer.spot))))}</p>
          <div className="two">
            <button type="button" className="secondary" onClick={() => void use()}>
              {say.use}
            </button>
            <button type="button" className="secondary" onClick={() => change({ ownPlace: true })}>
              {say.keep}
            </button>
          </div>
        </div>
      )}
    </div>
  );
}

/** Where nobody gave a position the photo's is taken. */
function useTaken({ draft, change, photos }: StepProps & { photos: Photo[] }): void {
  const { point, unit, before, ownPlace } = draft;
  useEffect(() => {
    const offer = offerOf({ point, before, ownPlace }, photos);
    if (!offer || offer.ask) return;
    let gone = false;
    void Promise.race([locate(offer.spot), tired()]).then((located) => gone || change(taken({ point, unit }, offer, located)));
    return () => {
      gone = true;
    };
  }, [point, unit, before, ownPlace, photos, change]);
}

/** Sees the photo go that gave the position. */
function useGone({ draft: { point, before }, change, photos }: StepProps & { photos: Photo[] }): void {
  const seen = useRef<string>(undefined);
  const giver = point?.photo;
  useEffect(() => {
    const there = photos.some(({ id }) => id === giver);
    if (giver && !there && seen.current === giver) change(withoutIts({ before }));
    seen.current = there ? giver : undefined;
  }, [giver, before, photos, change]);
}
